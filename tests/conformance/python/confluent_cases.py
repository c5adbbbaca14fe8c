"""Cases for confluent-kafka-python (librdkafka): python confluent_cases.py CASE BOOTSTRAP PREFIX. A failed assertion is a failure."""

import sys
import time

from confluent_kafka import (
    OFFSET_BEGINNING,
    Consumer,
    ConsumerGroupState,
    ConsumerGroupTopicPartitions,
    IsolationLevel,
    KafkaException,
    Producer,
    TopicCollection,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

_, case, bootstrap, prefix = sys.argv
admin = AdminClient({"bootstrap.servers": bootstrap})


def create(name, partitions=1):
    topic = f"{prefix}.{name}"
    admin.create_topics([NewTopic(topic, partitions, 1)])[topic].result(20)
    return topic


def produce(topic, values, partition=None):
    producer = Producer({"bootstrap.servers": bootstrap})
    for value in values:
        producer.produce(topic, value, **({} if partition is None else {"partition": partition}))
    assert producer.flush(20) == 0


class Member:
    """A consumer with what its rebalances gave it."""

    def __init__(self, topics, **config):
        self.assigned = set()
        self.values = []
        self.rebalances = 0
        self.consumer = Consumer(
            {
                "bootstrap.servers": bootstrap,
                "group.id": prefix,
                "auto.offset.reset": "earliest",
                "session.timeout.ms": 10000,
                "heartbeat.interval.ms": 300,
                "topic.metadata.refresh.interval.ms": 500,
                **{key.replace("_", "."): value for key, value in config.items()},
            }
        )
        self.consumer.subscribe(topics, on_assign=self.on_assign, on_revoke=self.on_revoke, on_lost=self.on_revoke)

    def on_assign(self, _consumer, partitions):
        self.rebalances += 1
        self.assigned |= {(each.topic, each.partition) for each in partitions}

    def on_revoke(self, _consumer, partitions):
        self.assigned -= {(each.topic, each.partition) for each in partitions}

    def poll(self, seconds=0.05):
        message = self.consumer.poll(seconds)
        if message is not None and message.error() is None:
            self.values.append(message.value().decode())


def until(condition, members, seconds=40):
    end = time.time() + seconds
    while not condition():
        assert time.time() < end, f"not within {seconds} s: {[sorted(each.assigned) for each in members]}"
        for each in members:
            each.poll()


def spread(members, topics_and_counts):
    """All partitions are with exactly one member."""
    wanted = {(topic, index) for topic, count in topics_and_counts for index in range(count)}
    held = [place for each in members for place in each.assigned]
    return len(held) == len(wanted) and set(held) == wanted


def rebalances(strategy):
    topic = create("t", 6)
    members = [Member([topic], partition_assignment_strategy=strategy) for _ in range(3)]
    even = lambda of: spread(of, [(topic, 6)]) and len({len(each.assigned) for each in of}) == 1
    until(lambda: even(members), members)
    members.pop(0).consumer.close()
    until(lambda: even(members), members)
    members.append(Member([topic], partition_assignment_strategy=strategy))
    until(lambda: even(members), members)
    for each in members:
        each.consumer.close()


def range_rebalances():
    rebalances("range")


def cooperative_rebalances():
    rebalances("cooperative-sticky")


def different_subscriptions():
    stops, weather = create("stops", 4), create("weather", 2)
    members = [Member([stops]), Member([weather]), Member([stops, weather])]
    until(lambda: spread(members, [(stops, 4), (weather, 2)]) and all(each.assigned for each in members), members)
    assert {topic for topic, _ in members[0].assigned} == {stops}
    assert {topic for topic, _ in members[1].assigned} == {weather}


def pattern():
    one = create("stops.one", 1)
    member = Member([f"^{prefix}\\.stops\\..*"], group_id=f"^{prefix}.*$")
    until(lambda: member.assigned == {(one, 0)}, [member])
    two = create("stops.two", 2)
    until(lambda: member.assigned == {(one, 0), (two, 0), (two, 1)}, [member])
    member.consumer.close()


def slow_polls():
    """Members that poll once a second, as the course's programs do, all get their share and keep it."""
    topic = create("t", 4)
    members = [Member([topic]) for _ in range(4)]
    end = time.time() + 60
    while not (spread(members, [(topic, 4)]) and all(each.assigned for each in members)):
        assert time.time() < end, [sorted(each.assigned) for each in members]
        for each in members:
            each.poll(0.0)
        time.sleep(1)
    counts = [each.rebalances for each in members]
    for _ in range(4):
        for each in members:
            each.poll(0.0)
        time.sleep(1)
    assert counts == [each.rebalances for each in members]


def from_the_beginning():
    """on_assign sets OFFSET_BEGINNING and assigns, whatever was committed."""
    topic = create("t", 1)
    produce(topic, ["a", "b"])
    for _ in range(2):
        member = Member([topic])

        def rewind(consumer, partitions):
            for partition in partitions:
                partition.offset = OFFSET_BEGINNING
            consumer.assign(partitions)

        member.consumer.subscribe([topic], on_assign=rewind)
        until(lambda: member.values == ["a", "b"], [member])
        member.consumer.close()


def static_member():
    topic = create("t", 2)
    one, two = (Member([topic], group_instance_id=name, session_timeout_ms=40000) for name in ("one", "two"))
    until(lambda: spread([one, two], [(topic, 2)]), [one, two])
    before, share = one.rebalances, set(two.assigned)
    two.consumer.close()
    back = Member([topic], group_instance_id="two", session_timeout_ms=40000)
    until(lambda: back.assigned == share, [one, back])
    assert one.rebalances == before


def commits_with_metadata():
    topic = create("t", 2)
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": prefix})
    consumer.commit(offsets=[TopicPartition(topic, 0, 5, "note")], asynchronous=False)
    found = consumer.committed([TopicPartition(topic, 0), TopicPartition(topic, 1)], timeout=10)
    assert (found[0].offset, found[0].metadata) == (5, "note"), found
    assert found[1].offset == -1001, found
    try:
        consumer.commit(offsets=[TopicPartition(topic, 0, 6, "x" * 5000)], asynchronous=False)
        raise AssertionError("metadata of 5000 bytes was accepted")
    except KafkaException as error:
        assert error.args[0].code() == 12, error


def group_admin():
    topic = create("t", 1)
    produce(topic, ["a", "b", "c"])
    member = Member([topic], enable_auto_commit=False)
    until(lambda: len(member.values) == 3, [member])
    member.consumer.commit(asynchronous=False)
    stable = admin.list_consumer_groups(states={ConsumerGroupState.STABLE}).result(10).valid
    assert prefix in {each.group_id for each in stable}
    described = admin.describe_consumer_groups([prefix])[prefix].result(10)
    assert described.state == ConsumerGroupState.STABLE
    assert described.partition_assignor == "range"
    assert described.members[0].assignment.topic_partitions == [TopicPartition(topic, 0)]
    try:
        admin.delete_consumer_groups([prefix])[prefix].result(10)
        raise AssertionError("a group with members was deleted")
    except KafkaException as error:
        assert error.args[0].code() == 68, error
    member.consumer.close()
    places = ConsumerGroupTopicPartitions(prefix, [TopicPartition(topic, 0, 1)])
    admin.alter_consumer_group_offsets([places])[prefix].result(10)
    found = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(prefix)])[prefix].result(10)
    assert [(each.topic, each.offset) for each in found.topic_partitions] == [(topic, 1)]
    admin.delete_consumer_groups([prefix])[prefix].result(10)
    assert prefix not in {each.group_id for each in admin.list_consumer_groups().result(10).valid}


def cluster_admin():
    topic = create("t", 1)
    produce(topic, ["a", "b"])
    cluster = admin.describe_cluster().result(10)
    assert len(cluster.nodes) == 1 and cluster.cluster_id
    latest = admin.list_offsets({TopicPartition(topic, 0): OffsetSpec.latest()})
    assert [each.result(10).offset for each in latest.values()] == [2]
    described = admin.describe_topics(TopicCollection([topic]))[topic].result(10)
    assert described.name == topic and len(described.partitions) == 1
    deleted = admin.delete_records([TopicPartition(topic, 0, 1)])
    assert [each.result(10).low_watermark for each in deleted.values()] == [1]


def transactional(name="id", **config):
    producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": f"{prefix}.{name}", **config})
    producer.init_transactions(30)
    return producer


def write(producer, topic, values):
    for value in values:
        producer.produce(topic, value, partition=0)
    assert producer.flush(20) == 0


def read_until(topic, last, isolation="read_committed"):
    member = Member([topic], group_id=f"{prefix}.{isolation}", isolation_level=isolation)
    until(lambda: member.values[-1:] == [last], [member])
    member.consumer.close()
    return member.values


def transactions():
    topic = create("t", 1)
    producer = transactional()
    for values, commit in [(["a", "b"], True), (["never"], False), (["end"], True)]:
        producer.begin_transaction()
        write(producer, topic, values)
        (producer.commit_transaction if commit else producer.abort_transaction)(30)
    assert read_until(topic, "end") == ["a", "b", "end"]
    assert read_until(topic, "end", "read_uncommitted") == ["a", "b", "never", "end"]


def open_transaction():
    topic = create("t", 1)
    producer = transactional()
    producer.begin_transaction()
    write(producer, topic, ["a"])
    produce(topic, ["end"])
    assert read_until(topic, "end", "read_uncommitted") == ["a", "end"]
    latest = lambda isolation: admin.list_offsets({TopicPartition(topic, 0): OffsetSpec.latest()}, isolation_level=isolation)
    ends = [[each.result(10).offset for each in latest(level).values()] for level in IsolationLevel]
    assert sorted(ends) == [[0], [2]], ends
    producer.commit_transaction(30)
    assert read_until(topic, "end") == ["a", "end"]


def transactional_offsets():
    source, sink = create("source", 1), create("sink", 1)
    produce(source, ["a", "b", "c"])
    producer = transactional()
    member = Member([source], enable_auto_commit=False)
    until(lambda: len(member.values) == 3, [member])
    for offset, values, commit in [(1, ["A"], True), (3, ["B", "C"], False), (2, ["B"], True)]:
        producer.begin_transaction()
        write(producer, sink, values)
        places = [TopicPartition(source, 0, offset)]
        producer.send_offsets_to_transaction(places, member.consumer.consumer_group_metadata(), 30)
        (producer.commit_transaction if commit else producer.abort_transaction)(30)
    assert member.consumer.committed([TopicPartition(source, 0)], timeout=20)[0].offset == 2
    member.consumer.close()
    producer.begin_transaction()
    write(producer, sink, ["end"])
    producer.commit_transaction(30)
    assert read_until(sink, "end") == ["A", "B", "end"]


def fenced_producer():
    topic = create("t", 1)
    earlier = transactional()
    earlier.begin_transaction()
    write(earlier, topic, ["from the earlier one"])
    later = transactional()
    later.begin_transaction()
    write(later, topic, ["end"])
    later.commit_transaction(30)
    try:
        earlier.commit_transaction(30)
        raise AssertionError("a producer that was replaced has committed")
    except KafkaException as error:
        assert error.args[0].fatal(), error
    assert read_until(topic, "end") == ["end"]


globals()[case]()
