import { afterAll, beforeAll, it } from 'vitest'
import { openBroker, uniqueName, type JudgedBroker } from './broker'
import { aiokafka, confluentPython, describeClient, pythonCase } from './clients'

let broker: JudgedBroker

beforeAll(async () => {
  broker = await openBroker()
})
afterAll(() => broker.close())

/** Each case is a function of that name in the Python file. */
function cases(file: string, names: Record<string, string>): void {
  it.each(Object.entries(names))('%s', async (_title, name) => {
    await pythonCase(file, name, broker.bootstrap, uniqueName(name))
  })
}

describeClient(confluentPython, () => {
  cases('confluent_cases.py', {
    'rebalances three members by range': 'range_rebalances',
    'rebalances three members cooperatively': 'cooperative_rebalances',
    'has members with different subscriptions in one group': 'different_subscriptions',
    'subscribes by pattern and takes new topics up': 'pattern',
    'keeps members that poll once a second': 'slow_polls',
    'begins at the beginning when told so on assignment': 'from_the_beginning',
    'lets a static member come back without a rebalance': 'static_member',
    'commits with metadata, as much as is allowed': 'commits_with_metadata',
    'lists, describes, moves and deletes groups': 'group_admin',
    'describes the cluster, offsets and topics, deletes records': 'cluster_admin',
    'commits and aborts transactions': 'transactions',
    'is held back by an open transaction': 'open_transaction',
    'commits offsets within transactions': 'transactional_offsets',
    'is fenced by a producer that takes its transactional id over': 'fenced_producer',
  })
})

describeClient(aiokafka, () => {
  cases('aiokafka_cases.py', {
    'rebalances three members by round robin': 'roundrobin_rebalances',
    'rebalances three members by the sticky assignor': 'sticky_rebalances',
    'goes on where it was': 'goes_on_where_it_was',
    'reads each codec': 'reads_each_codec',
    'writes as an idempotent producer': 'idempotent_producer',
    'subscribes by pattern': 'pattern',
    'finds offsets by time': 'offsets_by_time',
    'lists and describes groups': 'group_admin',
    'commits and aborts transactions': 'transactions',
    'commits offsets within transactions': 'transactional_offsets',
  })
})
