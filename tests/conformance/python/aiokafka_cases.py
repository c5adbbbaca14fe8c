"""Cases for aiokafka, which infers the broker's version from its API table: python aiokafka_cases.py CASE BOOTSTRAP PREFIX."""

import asyncio
import sys

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.structs import OffsetAndMetadata

_, case, bootstrap, prefix = sys.argv


async def create(name, partitions=1):
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(f"{prefix}.{name}", partitions, 1)])
    await admin.close()
    return f"{prefix}.{name}"


async def produce(topic, values, **config):
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, **config) as producer:
        for value in values:
            await producer.send_and_wait(topic, value.encode())


async def consumer(*topics, **config):
    found = AIOKafkaConsumer(
        *topics,
        bootstrap_servers=bootstrap,
        **{
            "group_id": prefix,
            "auto_offset_reset": "earliest",
            "heartbeat_interval_ms": 300,
            "session_timeout_ms": 10000,
            "metadata_max_age_ms": 500,
            **config,
        },
    )
    await found.start()
    return found


async def until(condition, seconds=40):
    for _ in range(seconds * 10):
        if condition():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"not within {seconds} s")


async def read(of, count):
    values = []
    while len(values) < count:
        values += [(await asyncio.wait_for(of.getone(), 20)).value.decode()]
    return values


async def rebalances(assignor):
    topic = await create("t", 6)
    members = [await consumer(topic, partition_assignment_strategy=(assignor,)) for _ in range(3)]
    sizes = lambda: sorted(len(each.assignment()) for each in members)
    await until(lambda: sizes() == [2, 2, 2])
    await members.pop().stop()
    await until(lambda: sizes() == [3, 3])
    members.append(await consumer(topic, partition_assignment_strategy=(assignor,)))
    await until(lambda: sizes() == [2, 2, 2])
    for each in members:
        await each.stop()


async def roundrobin_rebalances():
    await rebalances(RoundRobinPartitionAssignor)


async def sticky_rebalances():
    await rebalances(StickyPartitionAssignor)


async def goes_on_where_it_was():
    topic = await create("t", 1)
    await produce(topic, ["a", "b", "c"])
    first = await consumer(topic, enable_auto_commit=False)
    assert await read(first, 2) == ["a", "b"]
    await first.commit({TopicPartition(topic, 0): OffsetAndMetadata(2, "note")})
    await first.stop()
    second = await consumer(topic)
    assert await read(second, 1) == ["c"]
    assert await second.committed(TopicPartition(topic, 0)) == 2
    await second.stop()


async def reads_each_codec():
    for codec in [None, "gzip", "snappy", "lz4", "zstd"]:
        topic = await create(str(codec), 1)
        await produce(topic, ["a", "b"], compression_type=codec)
        member = await consumer(topic, group_id=None)
        assert await read(member, 2) == ["a", "b"], codec
        await member.stop()


async def idempotent_producer():
    topic = await create("t", 1)
    await produce(topic, ["a", "b"], enable_idempotence=True)
    member = await consumer(topic, group_id=None)
    assert await read(member, 2) == ["a", "b"]
    await member.stop()


async def pattern():
    topic = await create("stops.one", 1)
    member = await consumer()
    member.subscribe(pattern=f"^{prefix}\\.stops\\..*")
    await until(lambda: member.assignment() == {TopicPartition(topic, 0)})
    await member.stop()


async def offsets_by_time():
    topic = await create("t", 1)
    await produce(topic, ["a", "b"])
    place = TopicPartition(topic, 0)
    member = await consumer(topic, group_id=None)
    assert await member.beginning_offsets([place]) == {place: 0}
    assert await member.end_offsets([place]) == {place: 2}
    assert (await member.offsets_for_times({place: 0}))[place].offset == 0
    assert (await member.offsets_for_times({place: 2**42}))[place] is None
    await member.stop()


async def group_admin():
    topic = await create("t", 1)
    await produce(topic, ["a"])
    member = await consumer(topic)
    await read(member, 1)
    await member.commit()
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    assert (prefix, "consumer") in await admin.list_consumer_groups()
    offsets = await admin.list_consumer_group_offsets(prefix)
    assert offsets[TopicPartition(topic, 0)].offset == 1, offsets
    await member.stop()
    described = (await admin.describe_consumer_groups([prefix]))[0].groups[0]
    assert described[1:4] == (prefix, "Empty", "consumer"), described
    await admin.close()


async def read_until(topic, last, isolation="read_committed"):
    member = await consumer(topic, group_id=None, isolation_level=isolation)
    values = []
    while values[-1:] != [last]:
        values += await read(member, 1)
    await member.stop()
    return values


async def transactions():
    topic = await create("t", 1)
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id=prefix) as producer:
        for value, commit in [("a", True), ("never", False), ("end", True)]:
            await producer.begin_transaction()
            await producer.send_and_wait(topic, value.encode())
            await (producer.commit_transaction() if commit else producer.abort_transaction())
    assert await read_until(topic, "end") == ["a", "end"]
    assert await read_until(topic, "end", "read_uncommitted") == ["a", "never", "end"]


async def transactional_offsets():
    source, sink = await create("source", 1), await create("sink", 1)
    place = TopicPartition(source, 0)
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id=prefix) as producer:
        for offset, value, commit in [(1, "a", True), (5, "never", False), (2, "end", True)]:
            await producer.begin_transaction()
            await producer.send_and_wait(sink, value.encode())
            await producer.send_offsets_to_transaction({place: offset}, prefix)
            await (producer.commit_transaction() if commit else producer.abort_transaction())
    assert await read_until(sink, "end") == ["a", "end"]
    member = await consumer(source)
    assert await member.committed(place) == 2
    await member.stop()


asyncio.run(globals()[case]())
