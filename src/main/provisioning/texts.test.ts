import { describe, expect, it } from 'vitest'
import { projectFile } from '../lib/files'
import { splitStatements } from './ksql-script'
import { connectorConfig, databaseAddress, sourceConnectors } from './source-connectors'
import { stopIds } from './steps/stations-table'

describe('the script of the stations table', () => {
  it('has the 230 stops of the published list', () => {
    const listed = projectFile('resources/data/seed_stations.csv').trim().split('\n').slice(1)
    const ids = stopIds(projectFile('resources/postgres/stations.sql'))
    expect(new Set(ids).size).toBe(230)
    expect(ids.sort()).toEqual(listed.map(row => Number(row.split(',')[0])).sort())
  })
})

describe('the KSQL script', () => {
  it('is a stream and a table, without comments', () => {
    const statements = splitStatements(projectFile('schemas/turnstile-summary.ksql'))
    expect(statements.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'STREAM TURNSTILE',
      'TABLE TURNSTILE_SUMMARY',
    ])
    expect(statements.every(({ text }) => text.endsWith(';') && !text.includes('--'))).toBe(true)
  })

  it('may hold nothing else', () => {
    expect(() => splitStatements('DROP TABLE x;')).toThrow(/not: DROP TABLE x/)
  })
})

describe('the source connector', () => {
  const url = 'postgresql://cta_admin:ch%40cago@127.0.0.1:5433/cta'

  it('reaches the database by the URL, or by the name that Connect knows', () => {
    expect(databaseAddress(url)).toEqual({
      host: '127.0.0.1',
      port: '5433',
      database: 'cta',
      user: 'cta_admin',
      password: 'ch@cago',
    })
    expect(databaseAddress(url, 'postgres:5432')).toMatchObject({ host: 'postgres', port: '5432' })
    expect(databaseAddress('postgresql://u@db/cta')).toMatchObject({ port: '5432', password: '' })
  })

  it('is the JDBC source where there is one, incrementing on stop_id', () => {
    expect(connectorConfig(sourceConnectors[0]!, databaseAddress(url))).toMatchObject({
      'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
      'connection.url': 'jdbc:postgresql://127.0.0.1:5433/cta',
      mode: 'incrementing',
      'incrementing.column.name': 'stop_id',
      'topic.prefix': 'org.chicago.cta.',
      'value.converter.schemas.enable': 'false',
    })
  })

  it("is Debezium's otherwise, renamed to the same topic", () => {
    const config = connectorConfig(sourceConnectors[1]!, databaseAddress(url))
    const topic = `${config['topic.prefix']}.${config['table.include.list']}`
    const renamed = topic.replace(
      new RegExp(`^(?:${config['transforms.route.regex']})$`),
      config['transforms.route.replacement']!,
    )
    expect(renamed).toBe('org.chicago.cta.stations')
  })
})
