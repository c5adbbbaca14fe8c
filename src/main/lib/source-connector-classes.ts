/** Kafka Connect's plugins that can put a database's table on a topic, and that the app knows how to set up. */
export const jdbcSourceClass = 'io.confluent.connect.jdbc.JdbcSourceConnector'
export const debeziumPostgresClass = 'io.debezium.connector.postgresql.PostgresConnector'

/** The preferred one first. */
export const sourceConnectorClasses = [jdbcSourceClass, debeziumPostgresClass] as const
