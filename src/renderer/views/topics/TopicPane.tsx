import { IconStar, IconStarFilled, IconZoomQuestion } from '@tabler/icons-react'
import type { TopicChange, TopicDetail } from '../../../shared/contract/topics'
import { useCall, type Loaded } from '../../state/query'
import { Button, IconButton } from '../../ui/Button'
import { useCommands } from '../../ui/commands'
import { Empty } from '../../ui/Empty'
import { formatCount, formatRate } from '../../ui/format'
import { LoadedView } from '../../ui/LoadedView'
import { Pane } from '../../ui/Pane'
import { Tabs } from '../../ui/Tabs'
import { Tag } from '../../ui/Tag'
import { topicTabs, type TopicsAddress } from './address'
import { toggleFavourite, useTopicChoices } from './choices'
import { RecordsTab } from './records/RecordsTab'
import { retentionWords } from './retention'
import { ConfigTab } from './tabs/ConfigTab'
import { ConsumersTab } from './tabs/ConsumersTab'
import { PartitionsTab } from './tabs/PartitionsTab'
import { SchemaTab } from './tabs/SchemaTab'
import { visibleText } from './text'
import classes from './TopicPane.module.css'
import type { Go } from './address'

/** What Kafka allows. A name of an address that is none is not asked for. */
const nameOfTopic = /^[a-zA-Z0-9._-]{1,249}$/

/** The topic is asked about again so often, ms: offsets and replicas move. */
const describeEveryMs = 5_000
const consumersEveryMs = 5_000

const tabTitles = {
  records: 'Records',
  partitions: 'Partitions',
  config: 'Config',
  consumers: 'Consumers',
  schema: 'Schema',
}

interface TopicPaneProps {
  topic: string
  /** As the list knows it; null when it does not. */
  summary: TopicChange | null
  address: TopicsAddress
  go: Go
}

/** One topic, with a tab for each of the things that can be known of it. */
export function TopicPane({ topic, summary, address, go }: TopicPaneProps) {
  const isName = nameOfTopic.test(topic)
  const detail = useCall(
    isName ? `topic ${topic}` : null,
    (client, signal) => client.topics.describe({ topic }, { signal }),
    { everyMs: describeEveryMs, doing: 'Describing the topic' },
  )
  const isThere = detail.data !== null
  const isOnConsumers = address.tab === 'consumers'
  const consumers = useCall(
    isThere ? `consumers ${topic} ${isOnConsumers ? 'again and again' : 'once'}` : null,
    (client, signal) => client.topics.consumers({ topic }, { signal }),
    { everyMs: isOnConsumers ? consumersEveryMs : undefined, doing: 'Asking for the groups' },
  )
  useCommands(
    'Topic',
    topicTabs.map(tab => ({ id: `tab-${tab}`, title: `${tabTitles[tab]} of ${topic}`, run: () => go({ tab }) })),
  )
  if (!isName || detail.problem?.code === 'topic-unknown') return <Unknown topic={topic} go={go} />
  const valueVersion = detail.data?.subjects.find(({ side }) => side === 'value')?.version
  const counts = {
    records: undefined,
    partitions: undefined,
    config: undefined,
    consumers: consumers.data ? formatCount(consumers.data.consumers.length) : undefined,
    schema: valueVersion === undefined ? undefined : `v${valueVersion}`,
  }
  return (
    <Pane
      label={topic}
      title={<Title topic={topic} />}
      tags={<TopicTags detail={detail.data} summary={summary} />}
      aside={
        <Tabs
          label="What of the topic"
          tabs={topicTabs.map(id => ({ id, title: tabTitles[id], count: counts[id] }))}
          value={address.tab}
          onChange={tab => go({ tab })}
        />
      }
    >
      {address.tab === 'records' && <RecordsTab topic={topic} detail={detail} address={address} go={go} />}
      {address.tab === 'consumers' && <ConsumersTab consumers={consumers} />}
      {address.tab !== 'records' && address.tab !== 'consumers' && (
        <DetailTab detail={detail} address={address} go={go} />
      )}
    </Pane>
  )
}

function DetailTab({ detail, address, go }: { detail: Loaded<TopicDetail>; address: TopicsAddress; go: Go }) {
  return (
    <LoadedView loaded={detail} elsewhere="The list at the left shows what was known last.">
      {data => {
        if (address.tab === 'partitions') return <PartitionsTab detail={data} go={go} />
        return address.tab === 'config' ? <ConfigTab detail={data} /> : <SchemaTab detail={data} />
      }}
    </LoadedView>
  )
}

function Title({ topic }: { topic: string }) {
  const isFavourite = useTopicChoices(({ favourites }) => favourites.includes(topic))
  const Star = isFavourite ? IconStarFilled : IconStar
  return (
    <span className={classes.title}>
      <IconButton
        className={classes.star}
        label={isFavourite ? 'No favourite any more' : 'Make it a favourite'}
        aria-pressed={isFavourite}
        onClick={() => toggleFavourite(topic)}
      >
        <Star size={15} stroke={1.6} aria-hidden />
      </IconButton>
      <code title={topic}>{topic}</code>
    </span>
  )
}

function TopicTags({ detail, summary }: { detail: TopicDetail | null; summary: TopicChange | null }) {
  const partitions = detail?.partitions.length ?? summary?.partitions
  const retention = detail ? retentionWords(detail.configs) : null
  const rate = summary?.recordsPerSecond ?? null
  const offline = detail?.partitions.filter(({ leader }) => leader === null).length ?? summary?.offlinePartitions ?? 0
  return (
    <span className={classes.tags}>
      {partitions !== undefined && (
        <Tag>
          {formatCount(partitions)} {partitions === 1 ? 'partition' : 'partitions'}
        </Tag>
      )}
      {retention && <Tag>{retention}</Tag>}
      {offline > 0 && (
        <Tag tone="err" mark="failed">
          {formatCount(offline)} without a leader
        </Tag>
      )}
      {rate !== null && rate > 0 && (
        <Tag tone="ok" mark="ok">
          {formatRate(rate)} in
        </Tag>
      )}
    </span>
  )
}

function Unknown({ topic, go }: { topic: string; go: Go }) {
  return (
    <div className={classes.unknown}>
      <Empty
        icon={IconZoomQuestion}
        title="There is no such topic"
        actions={<Button onClick={() => go({ topic: null })}>Show no topic</Button>}
      >
        The address asks for <code>{visibleText(topic.slice(0, 249))}</code>, which this cluster does not have. It may
        have been deleted, or the link is for another cluster.
      </Empty>
    </div>
  )
}
