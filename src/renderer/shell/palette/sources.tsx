import { IconArrowRight, IconBraces, IconPlugConnected, IconStack2, IconUsersGroup } from '@tabler/icons-react'
import { liveCity } from '../../state/city'
import { client } from '../../state/connection'
import { useCommandGroups } from '../../ui/commands'
import { formatCount } from '../../ui/format'
import { LineBullet } from '../../ui/LineBullet'
import { bestMatches } from '../../ui/match'
import { views } from '../../views'
import { hitsMax, type Hit, type Source } from './hit'

const icon = { size: 15, stroke: 1.6, 'aria-hidden': true } as const

const viewSource: Source = {
  title: 'Views',
  showsAll: true,
  async search(query, { navigate }) {
    return bestMatches(views, ({ title }) => title, query, query === '' ? views.length : hitsMax).map(view => ({
      id: view.name,
      title: view.title,
      icon: <view.icon {...icon} />,
      hint: 'open',
      run: () => navigate(`/${view.name}`),
    }))
  },
}

const commandSource: Source = {
  title: 'Actions',
  showsAll: true,
  async search(query) {
    const all = useCommandGroups
      .getState()
      .groups.flatMap(({ title, commands }) => commands.map(command => ({ ...command, group: title })))
    return bestMatches(all, ({ title }) => title, query, query === '' ? all.length : hitsMax).map(
      ({ group, id, title, hint, keys, run }): Hit => ({
        id: `${group}:${id}`,
        title,
        icon: <IconArrowRight {...icon} />,
        detail: hint ?? group,
        hint: keys,
        run,
      }),
    )
  },
}

/** Stations, trains and lines. Its code and the network come with the map, so they are asked for when needed. */
const citySource: Source = {
  title: 'City',
  async search(query, { navigate }) {
    const [{ searchCity }, { network }] = await Promise.all([
      import('../../views/map/search'),
      import('../../views/map/world'),
    ])
    return searchCity(network, liveCity.trains.values(), query).map(({ id, title, hint, lines, href, kind }): Hit => ({
      id,
      title,
      icon: lines.map(line => <LineBullet key={line} line={line} size={16} />),
      detail: hint,
      hint: kind === 'line' ? 'show alone' : kind === 'train' ? 'follow' : 'show on the map',
      run: () => navigate(href),
    }))
  },
}

const topicSource: Source = {
  title: 'Topics',
  async search(query, { navigate }) {
    const topics = await known('topics', async signal => {
      const first = await firstSnapshot(await client().topics.watch(undefined, { signal }))
      return first?.topics ?? []
    })
    return bestMatches(topics, ({ name }) => name, query, hitsMax).map(({ name, records }) => ({
      id: name,
      title: name,
      icon: <IconStack2 {...icon} />,
      isMono: true,
      hint: records === null ? undefined : `${formatCount(records)} records`,
      run: () => navigate(`/topics/${encodeURIComponent(name)}`),
    }))
  },
}

const groupSource: Source = {
  title: 'Groups',
  async search(query, { navigate }) {
    const groups = await known('groups', async signal => {
      const first = await firstSnapshot(await client().groups.watch(undefined, { signal }))
      return first?.groups ?? []
    })
    return bestMatches(groups, ({ group }) => group, query, hitsMax).map(({ group }) => ({
      id: group,
      title: group,
      icon: <IconUsersGroup {...icon} />,
      isMono: true,
      run: () => navigate(`/groups/${encodeURIComponent(group)}`),
    }))
  },
}

const schemaSource: Source = {
  title: 'Schemas',
  async search(query, { navigate }) {
    const { subjects } = await known('schemas', signal => client().schemas.list({ deleted: false }, { signal }))
    return bestMatches(subjects, ({ subject }) => subject, query, hitsMax).map(({ subject }) => ({
      id: subject,
      title: subject,
      icon: <IconBraces {...icon} />,
      isMono: true,
      run: () => navigate(`/schemas/${encodeURIComponent(subject)}`),
    }))
  },
}

const connectorSource: Source = {
  title: 'Connectors',
  async search(query, { navigate }) {
    const { connectors } = await known('connectors', signal => client().connect.overview(undefined, { signal }))
    return bestMatches(connectors, ({ name }) => name, query, hitsMax).map(({ name }) => ({
      id: name,
      title: name,
      icon: <IconPlugConnected {...icon} />,
      isMono: true,
      run: () => navigate(`/connect/${encodeURIComponent(name)}`),
    }))
  },
}

/** Every source, in the order of their groups. */
export const sources: Source[] = [
  citySource,
  topicSource,
  groupSource,
  schemaSource,
  connectorSource,
  viewSource,
  commandSource,
]

async function firstSnapshot<Message extends { kind: string }>(
  stream: AsyncIterable<Message>,
): Promise<Extract<Message, { kind: 'snapshot' }> | undefined> {
  const isSnapshot = (message: Message): message is Extract<Message, { kind: 'snapshot' }> =>
    message.kind === 'snapshot'
  for await (const message of stream) if (isSnapshot(message)) return message
  return undefined
}

/** A list that was asked for is good for so long, ms: whoever types does not ask again at each letter. */
const knownMs = 10_000
const askMsMax = 4_000
const lists = new Map<string, { at: number; list: Promise<unknown> }>()

function known<T>(name: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const before = lists.get(name)
  if (before && Date.now() - before.at < knownMs) return before.list as Promise<T>
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(new Error(`the ${name} were not listed in time`)), askMsMax)
  const list = ask(stop.signal).finally(() => {
    clearTimeout(timer)
    // A stream of which only the first message was wanted is left.
    stop.abort()
  })
  lists.set(name, { at: Date.now(), list })
  list.catch(() => lists.delete(name))
  return list
}
