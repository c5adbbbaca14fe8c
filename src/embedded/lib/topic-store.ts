/**
 * A Kafka topic as durable state: replayed from its beginning at start, followed afterwards, written through.
 * The registry (`_schemas`), Connect (`connect-configs`, `-offsets`, `-status`) and ksqlDB (the command topic) keep
 * all they must remember in such topics, as the real services do, so a real service can take a topic over.
 */
export {}
