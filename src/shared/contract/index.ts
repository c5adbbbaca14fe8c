import { about } from './about'
import { city } from './city'
import { connect } from './connect'
import { groups } from './groups'
import { ksql } from './ksql'
import { lifecycle } from './lifecycle'
import { logs } from './logs'
import { pipeline } from './pipeline'
import { profiles } from './profiles'
import { records } from './records'
import { schemas } from './schemas'
import { topics } from './topics'

/** Everything the renderer can ask of the app, over a MessagePort or a WebSocket. */
export const contract = {
  lifecycle,
  city,
  topics,
  records,
  schemas,
  connect,
  groups,
  ksql,
  logs,
  pipeline,
  profiles,
  about,
}
