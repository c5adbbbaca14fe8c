import { about } from './about'
import { city } from './city'
import { connect } from './connect'
import { os } from './context'
import { groups } from './groups'
import { ksql } from './ksql'
import { lifecycle } from './lifecycle'
import { logs } from './logs'
import { pipeline } from './pipeline'
import { profiles } from './profiles'
import { records } from './records'
import { schemas } from './schemas'
import { topics } from './topics'

export type { ApiContext } from './context'

/** The contract, implemented. */
export const router = os.router({
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
})
