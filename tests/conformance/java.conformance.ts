import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually, start, type Started } from '../support/process'
import { openBroker, uniqueName, type JudgedBroker } from './broker'
import { describeClient, java, javaArgs, javaTools } from './clients'

const tools = 'org.apache.kafka.tools'

describeClient(javaTools, () => {
  let broker: JudgedBroker
  let running: Started[] = []

  beforeAll(async () => {
    broker = await openBroker()
  })
  afterAll(async () => {
    await Promise.all(running.map(process => process.stop('SIGKILL')))
    await broker.close()
  })

  const tool = (className: string, args: string[], stdin = '') =>
    java(className, ['--bootstrap-server', broker.bootstrap, ...args], { stdin })
  const groups = (...args: string[]) => tool(`${tools}.consumer.group.ConsumerGroupCommand`, args)
  const topics = (...args: string[]) => tool(`${tools}.TopicCommand`, args)
  const produce = (topic: string, lines: string[], args: string[] = []) =>
    tool(`${tools}.ConsoleProducer`, ['--topic', topic, ...args], lines.join('\n') + '\n')
  const consume = async (topic: string, count: number, args: string[] = []) =>
    (
      await tool(`${tools}.consumer.ConsoleConsumer`, [
        ...['--topic', topic, '--from-beginning', '--max-messages', String(count), '--timeout-ms', '20000'],
        ...args,
      ])
    )
      .split('\n')
      .filter(Boolean)

  /** A topic with these lines, and a group that has read and committed them. */
  async function readGroup(lines: string[]): Promise<{ topic: string; groupId: string }> {
    const [topic, groupId] = [uniqueName('topic'), uniqueName('group')]
    await topics('--create', '--topic', topic, '--partitions', '1')
    await produce(topic, lines)
    expect(await consume(topic, lines.length, ['--group', groupId])).toEqual(lines)
    return { topic, groupId }
  }

  it('knows every API that it uses', async () => {
    const listed = await tool(`${tools}.BrokerApiVersionsCommand`, [])
    for (const name of ['Produce(0)', 'Fetch(1)', 'JoinGroup(11)', 'DescribeCluster(60)', 'OffsetDelete(47)']) {
      expect(listed).toMatch(new RegExp(`${name.replace(/[()]/g, '\\$&')}: \\d+( to \\d+)? \\[usable: \\d+\\]`))
    }
  })

  it('reads with a group what it wrote, commits, and describes it', async () => {
    const { topic, groupId } = await readGroup(['a', 'b', 'c'])
    const described = await groups('--describe', '--group', groupId)
    expect(described).toMatch(new RegExp(`${groupId} +${topic} +0 +3 +3 +0 +-`))
    expect(await groups('--describe', '--group', groupId, '--state')).toMatch(/ Empty +0/)
    expect(await groups('--list', '--state')).toMatch(new RegExp(`${groupId} +Empty`))
  })

  it('resets, deletes and forgets the offsets of a group', async () => {
    const { topic, groupId } = await readGroup(['a', 'b', 'c'])
    const reset = await groups('--reset-offsets', '--group', groupId, '--topic', topic, '--to-offset', '1', '--execute')
    expect(reset).toMatch(new RegExp(`${groupId} +${topic} +0 +1`))
    expect(await consume(topic, 2, ['--group', groupId])).toEqual(['b', 'c'])
    expect(await groups('--delete-offsets', '--group', groupId, '--topic', topic)).toMatch(/Successful/)
    expect(await groups('--delete', '--group', groupId)).toMatch(/was successful/)
    // DescribeGroups 6 (KIP-1043) answers an error where older versions answer the state Dead; the tool says either.
    await expect(groups('--describe', '--group', groupId)).resolves.toMatch(/does not exist|not found/)
  })

  it('refuses to delete a group that has members, and tells them', async () => {
    const { topic, groupId } = await readGroup(['a'])
    const [member] = await members(topic, groupId, 1)
    await eventually('a member is there', 20_000, async () =>
      (await groups('--describe', '--group', groupId, '--members')).match(/\/127\.0\.0\.1 .* 1 /),
    )
    expect(await groups('--delete', '--group', groupId)).toMatch(/not empty/)
    await member!.stop()
  })

  it.each([
    ['range', 'org.apache.kafka.clients.consumer.RangeAssignor'],
    ['cooperative-sticky', 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor'],
  ])('rebalances three members by %s as they come and go', async (name, assignor) => {
    const [topic, groupId] = [uniqueName(name), uniqueName(name)]
    await topics('--create', '--topic', topic, '--partitions', '6')
    const all = await members(topic, groupId, 3, ['--assignment-strategy', assignor])
    await eventually('two partitions each', 60_000, async () => (await shares(groupId)).join() === '2,2,2')
    await all[0]!.stop()
    await eventually('three partitions each', 60_000, async () => (await shares(groupId)).join() === '3,3')
    for (const process of all) await process.stop()
  })

  it('lets a static member come back without a rebalance', async () => {
    const [topic, groupId] = [uniqueName('static'), uniqueName('static')]
    await topics('--create', '--topic', topic, '--partitions', '2')
    // Long enough for a Java process to start again on a busy machine.
    const instance = (id: string) => ['--group-instance-id', id, '--session-timeout', '45000']
    const [first] = await members(topic, groupId, 1, instance('one'))
    const [second] = await members(topic, groupId, 1, instance('two'))
    await eventually('one partition each', 60_000, async () => (await shares(groupId)).join() === '1,1')
    const revocations = () => first!.output().split('partitions_revoked').length - 1
    const before = revocations()
    await second!.stop('SIGKILL')
    const [back] = await members(topic, groupId, 1, instance('two'))
    await back!.line(line => (line.includes('partitions_assigned') ? line : undefined), 30_000)
    expect((await shares(groupId)).join()).toBe('1,1')
    expect(revocations()).toBe(before)
    for (const process of [first!, back!]) await process.stop()
  })

  it('describes, grows and deletes topics', async () => {
    const topic = uniqueName('topic')
    await topics('--create', '--topic', topic, '--partitions', '2', '--config', 'retention.ms=60000')
    expect(await topics('--describe', '--topic', topic)).toMatch(
      /PartitionCount: 2\s+ReplicationFactor: 1\s+Configs: .*retention\.ms=60000/,
    )
    await topics('--alter', '--topic', topic, '--partitions', '3')
    expect(await topics('--describe', '--topic', topic)).toMatch(/Partition: 2\s+Leader: 1/)
    await topics('--delete', '--topic', topic)
    expect(await topics('--list')).not.toContain(topic)
  })

  it('changes the configs of a topic', async () => {
    const topic = uniqueName('configs')
    await topics('--create', '--topic', topic)
    const configs = (...args: string[]) =>
      tool('kafka.admin.ConfigCommand', ['--entity-type', 'topics', '--entity-name', topic, ...args])
    await configs('--alter', '--add-config', 'max.message.bytes=2000')
    expect(await configs('--describe')).toContain('max.message.bytes=2000')
    await configs('--alter', '--delete-config', 'max.message.bytes')
    expect(await configs('--describe')).not.toContain('max.message.bytes=2000')
  })

  it('asks for offsets, sizes, leaders, moves and the cluster', async () => {
    const { topic } = await readGroup(['a', 'b'])
    expect(await tool(`${tools}.GetOffsetShell`, ['--topic', topic])).toContain(`${topic}:0:2`)
    expect(await tool(`${tools}.GetOffsetShell`, ['--topic', topic, '--time', '-2'])).toContain(`${topic}:0:0`)
    const sizes = await tool(`${tools}.LogDirsCommand`, ['--describe', '--topic-list', topic])
    expect(sizes).toMatch(new RegExp(`"partition":"${topic}-0","size":[1-9]`))
    const election = ['--election-type', 'preferred', '--topic', topic, '--partition', '0']
    expect(await tool(`${tools}.LeaderElectionCommand`, election)).toContain('Valid replica already elected')
    const moves = await tool(`${tools}.reassign.ReassignPartitionsCommand`, ['--list'])
    expect(moves).toContain('No partition reassignments found.')
    const cluster = await java(`${tools}.ClusterTool`, ['cluster-id', '--bootstrap-server', broker.bootstrap])
    expect(cluster).toMatch(/Cluster ID: \S{22}/)
  })

  it('measures with the perf tools', async () => {
    const topic = uniqueName('perf')
    await topics('--create', '--topic', topic, '--partitions', '3')
    const produced = await java(`${tools}.ProducerPerformance`, [
      ...['--topic', topic, '--num-records', '20000', '--record-size', '100', '--throughput', '-1'],
      ...['--producer-props', `bootstrap.servers=${broker.bootstrap}`, 'acks=all', 'compression.type=lz4'],
    ])
    expect(produced).toContain('20000 records sent')
    const consumed = await tool(`${tools}.ConsumerPerformance`, [
      ...['--topic', topic, '--messages', '20000', '--timeout', '20000', '--group', uniqueName('perf')],
    ])
    expect(consumed).toMatch(/, 20000, /)
  })

  it('measures a transactional producer, and tells its transactions', async () => {
    const [topic, id] = [uniqueName('transactions'), uniqueName('transactions')]
    await topics('--create', '--topic', topic, '--partitions', '2')
    const produced = await java(`${tools}.ProducerPerformance`, [
      ...['--topic', topic, '--num-records', '5000', '--record-size', '100', '--throughput', '-1'],
      ...['--transactional-id', id, '--transaction-duration-ms', '100'],
      ...['--producer-props', `bootstrap.servers=${broker.bootstrap}`],
    ])
    expect(produced).toContain('5000 records sent')
    const read = await consume(topic, 5_000, ['--isolation-level', 'read_committed'])
    expect(read).toHaveLength(5_000)
    const transactions = (...args: string[]) => tool(`${tools}.TransactionsCommand`, args)
    expect(await transactions('list')).toMatch(new RegExp(`${id}\\s+1\\s+\\d+\\s+CompleteCommit`))
    expect(await transactions('describe', '--transactional-id', id)).toMatch(/CompleteCommit/)
    const producers = await transactions('describe-producers', '--topic', topic, '--partition', '0')
    expect(producers).toMatch(/\n\d+\s+\d+\s+-?\d+\s+-?\d+\s+-?\d+\s+None/)
  })

  /** VerifiableConsumers that have started. */
  async function members(topic: string, groupId: string, count: number, args: string[] = []): Promise<Started[]> {
    const started = Array.from({ length: count }, () =>
      start('java', [
        ...javaArgs(`${tools}.VerifiableConsumer`, ['--bootstrap-server', broker.bootstrap]),
        ...[
          '--topic',
          topic,
          '--group-id',
          groupId,
          '--reset-policy',
          'earliest',
          '--session-timeout',
          '10000',
          ...args,
        ],
      ]),
    )
    running = [...running, ...started]
    for (const process of started) {
      await process.line(line => (line.includes('startup_complete') ? line : undefined), 60_000)
    }
    return started
  }

  /** How many partitions each member of the group has, in ascending order. */
  async function shares(groupId: string): Promise<number[]> {
    const described = await groups('--describe', '--group', groupId)
    const counts = new Map<string, number>()
    for (const line of described.split('\n')) {
      const consumer = /\S+-[0-9a-f-]{36}/.exec(line)?.[0]
      if (consumer) counts.set(consumer, (counts.get(consumer) ?? 0) + 1)
    }
    return [...counts.values()].sort()
  }
})
