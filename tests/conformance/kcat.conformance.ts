import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBroker, uniqueName, type JudgedBroker } from './broker'
import { describeClient, kcat, run } from './clients'

describeClient(kcat, () => {
  let broker: JudgedBroker

  beforeAll(async () => {
    broker = await openBroker()
  })
  afterAll(() => broker.close())

  const kcatRun = (args: string[], stdin = '') => run('kcat', ['-b', broker.bootstrap, ...args], { stdin })
  const produce = (topic: string, lines: string[], args: string[] = []) =>
    kcatRun(['-P', '-t', topic, ...args], lines.join('\n') + '\n')
  const consume = async (topic: string, args: string[] = []) =>
    (await kcatRun(['-C', '-t', topic, '-e', '-q', '-o', 'beginning', ...args])).stdout.split('\n').filter(Boolean)
  const group = async (groupId: string, topics: string[], args: string[]) =>
    (await kcatRun(['-G', groupId, '-q', '-X', 'auto.offset.reset=earliest', ...args, ...topics])).stdout
      .split('\n')
      .filter(Boolean)

  it('reads what it wrote, in order', async () => {
    const topic = uniqueName('order')
    const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`)
    await produce(topic, lines)
    expect(await consume(topic)).toEqual(lines)
  })

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('reads what it wrote with codec %s', async codec => {
    const topic = uniqueName(codec)
    const lines = Array.from({ length: 200 }, (_, index) => `the same text again ${index % 3}`)
    await produce(topic, lines, ['-z', codec])
    expect(await consume(topic)).toEqual(lines)
  })

  it('keeps keys, headers and nulls', async () => {
    const topic = uniqueName('parts')
    await produce(topic, ['k:v', 'empty:'], ['-K:', '-Z', '-H', 'h=1'])
    expect(await consume(topic, ['-f', '%k|%s|%S|%h\n'])).toEqual(['k|v|1|h=1', 'empty||-1|h=1'])
  })

  it('acknowledges with acks 0, 1 and all', async () => {
    const topic = uniqueName('acks')
    for (const acks of ['1', 'all', '0']) await produce(topic, [acks], ['-X', `acks=${acks}`])
    expect((await consume(topic)).sort()).toEqual(['0', '1', 'all'])
  })

  it('writes as an idempotent producer', async () => {
    const topic = uniqueName('idempotent')
    await produce(topic, ['a', 'b'], ['-X', 'enable.idempotence=true'])
    expect(await consume(topic)).toEqual(['a', 'b'])
  })

  it('writes in a transaction', async () => {
    const topic = uniqueName('transaction')
    await produce(topic, ['a', 'b'], ['-X', `transactional.id=${topic}`])
    expect(await consume(topic, ['-X', 'isolation.level=read_committed'])).toEqual(['a', 'b'])
  })

  it('commits as a group and goes on there', async () => {
    const [topic, groupId] = [uniqueName('group'), uniqueName('group')]
    await produce(topic, ['a', 'b', 'c', 'd'])
    expect(await group(groupId, [topic], ['-c', '2'])).toEqual(['a', 'b'])
    expect(await group(groupId, [topic], ['-c', '2'])).toEqual(['c', 'd'])
  })

  it('takes a group id with odd characters', async () => {
    const topic = uniqueName('odd')
    await produce(topic, ['a'])
    expect(await group(`^${uniqueName('odd')}.*$`, [topic], ['-c', '1'])).toEqual(['a'])
  })

  it('subscribes by pattern', async () => {
    const name = uniqueName('pattern')
    await produce(`${name}.one`, ['a'])
    await produce(`${name}.two`, ['b'])
    const found = await group(uniqueName('pattern'), [`^${name}\\..*`], ['-c', '2'])
    expect(found.sort()).toEqual(['a', 'b'])
  })

  it('begins at an offset and at a time', async () => {
    const topic = uniqueName('begin')
    await produce(topic, ['a', 'b', 'c'])
    expect(await consume(topic, ['-o', '1'])).toEqual(['b', 'c'])
    expect(await consume(topic, ['-o', '-1'])).toEqual(['c'])
    expect(await consume(topic, ['-o', 's@1000000000000'])).toEqual(['a', 'b', 'c'])
    expect((await kcatRun(['-Q', '-t', `${topic}:0:1000000000000`])).stdout).toContain('[0] offset 0')
  })

  it('lists brokers and topics', async () => {
    const topic = uniqueName('list')
    await produce(topic, ['a'])
    const { stdout } = await kcatRun(['-L', '-J'])
    const listed = JSON.parse(stdout) as { brokers: object[]; topics: { topic: string; partitions: object[] }[] }
    expect(listed.brokers).toHaveLength(1)
    expect(listed.topics.find(({ topic: name }) => name === topic)!.partitions).toHaveLength(1)
  })
})
