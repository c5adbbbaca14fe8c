import { describe, expect, it } from 'vitest'
import {
  brokerMistake,
  certificateMistake,
  fromConnectMistake,
  httpMistake,
  keyMistake,
  postgresMistake,
  titleMistake,
} from './profile-rules'

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const key = '-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n'

describe('the rules of a profile take', () => {
  it.each([
    [brokerMistake, 'localhost:9092'],
    [brokerMistake, ' kafka-1.example.org:9092 '],
    [brokerMistake, '[::1]:9092'],
    [httpMistake, 'http://localhost:8081'],
    [httpMistake, 'https://r.example.org/registry/'],
    [httpMistake, 'http://[::1]:8081'],
    [postgresMistake, 'postgresql://cta_admin@127.0.0.1:5432/cta'],
    [postgresMistake, 'postgres://u@db/cta?sslmode=require'],
    [fromConnectMistake, ''],
    [fromConnectMistake, 'postgres:5432'],
    [certificateMistake, certificate + certificate],
    [keyMistake, key],
    [titleMistake, 'Staging'],
  ])('%o %j', (rule, text) => {
    expect(rule(text)).toBeNull()
  })
})

describe('the rules of a profile refuse, and say the likely fix:', () => {
  it.each([
    [brokerMistake, '', /host:port/],
    [brokerMistake, 'localhost', /probably localhost:9092/],
    [brokerMistake, 'http://localhost:9092/', /write localhost:9092/],
    [brokerMistake, 'PLAINTEXT://kafka:29092', /write kafka:29092/],
    [brokerMistake, 'a:9092;b:9092', /commas/],
    [brokerMistake, 'a:b', /host:port/],
    [brokerMistake, 'a:99999', /1 to 65535/],
    [httpMistake, '', /http:\/\/localhost:8081/],
    [httpMistake, 'localhost:8081', /probably http:\/\/localhost:8081/],
    [httpMistake, 'ftp://r:1', /probably http:\/\/r:1/],
    [httpMistake, 'http://u:p@r:1', /fields of their own/],
    [httpMistake, 'http://r:1?x=1', /from \? on/],
    [httpMistake, 'http://', /no address/],
    [httpMistake, 'http://r:70000', /1 to 65535/],
    [httpMistake, 'http://a b', /no address/],
    [postgresMistake, '', /postgresql:\/\/user@host/],
    [postgresMistake, 'jdbc:postgresql://h:5432/cta', /Leave out jdbc:/],
    [postgresMistake, 'mysql://u@h/d', /begins with postgresql/],
    [postgresMistake, 'postgresql://u:secret@h/d', /field of its own/],
    [postgresMistake, 'postgresql://h:5432/cta', /postgresql:\/\/user@h:5432\/cta/],
    [postgresMistake, 'postgresql://u@h:5432', /database is missing/],
    [fromConnectMistake, 'http://postgres:5432', /host:port/],
    [fromConnectMistake, 'postgres', /host:port/],
    [certificateMistake, key, /private key/],
    [certificateMistake, 'MIIB', /PEM/],
    [keyMistake, certificate, /certificate/],
    [keyMistake, 'x', /PEM/],
    [titleMistake, '  ', /name/],
    [titleMistake, 'x'.repeat(61), /60/],
  ])('%o %j', (rule, text, fix) => {
    expect(rule(text)).toMatch(fix)
  })

  it('never repeats a password', () => {
    for (const rule of [brokerMistake, httpMistake, postgresMistake, fromConnectMistake]) {
      for (const text of [
        'http://u:hunter2@r:1',
        'postgresql://u:hunter2@h/d',
        'u:hunter2@h:1',
        'jdbc:postgresql://h/d?password=hunter2',
      ]) {
        expect(rule(text) ?? '').not.toContain('hunter2')
      }
    }
  })
})
