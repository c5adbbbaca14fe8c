import { describe, expect, it } from 'vitest'
import { chicago } from './chicago'
import { arrivalTopic, arrivalTopics } from './names'

describe('arrivalTopic', () => {
  it.each([
    ['Howard', 'howard'],
    ["O'Hare", 'ohare'],
    ['95th/Dan Ryan', '95th_and_dan_ryan'],
    ['Harold Washington Library-State/Van Buren', 'harold_washington_library_state_and_van_buren'],
    ['35th-Bronzeville-IIT', '35th_bronzeville_iit'],
    ['Merchandise Mart', 'merchandise_mart'],
  ])('names the topic of %s', (station, topic) => {
    expect(arrivalTopic(station)).toBe(`org.chicago.cta.station.arrivals.${topic}`)
  })

  it('makes 108 topics of the 144 stations, all of legal characters', () => {
    expect(chicago.stations.stations).toHaveLength(144)
    const topics = arrivalTopics(chicago.stations.stations)
    expect(topics).toHaveLength(108)
    expect(topics.filter(topic => !/^[a-z0-9._]+$/.test(topic))).toEqual([])
  })
})
