import { IconStack2 } from '@tabler/icons-react'
import type { TopicsMessage } from '../../../shared/contract/topics'
import { useStream } from '../../state/query'
import { Empty } from '../../ui/Empty'
import { topicAddress } from './address'
import { foldTopics, type KnownTopics } from './list/known-topics'
import { TopicList } from './list/TopicList'
import classes from './TopicsView.module.css'
import { TopicPane } from './TopicPane'
import { useAddress } from '../../state/address'
import { formatAddress, parseAddress } from './address'

/** The inspector: all topics, and the records, partitions, configuration, readers and schemas of one. */
export default function TopicsView() {
  const [address, go] = useAddress(parseAddress, formatAddress)
  const topics = useStream<TopicsMessage, KnownTopics>(
    'topics',
    (client, signal) => client.topics.watch(undefined, { signal }),
    (known, message) => foldTopics(known, message, Date.now()),
    { doing: 'Following the topics' },
  )
  return (
    <div className={classes.view}>
      <TopicList topics={topics} selected={address.topic} onOpen={topic => go(topicAddress(topic))} />
      {address.topic === null ? (
        <div className={classes.none}>
          <Empty icon={IconStack2} title="Choose a topic">
            Its records, partitions, configuration, readers and schemas are shown here. Press / to find one by name.
          </Empty>
        </div>
      ) : (
        <TopicPane
          key={address.topic}
          topic={address.topic}
          summary={topics.data?.byName.get(address.topic) ?? null}
          address={address}
          go={go}
        />
      )}
    </div>
  )
}
