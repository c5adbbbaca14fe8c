import { textAt } from '../config/definition'
import { configError, dataError } from '../data/errors'
import { formatDate } from './java-date-format'
import type { TransformPlugin } from './transform'

/** Puts the time of the record into the name of its topic. */
export const timestampRouter: TransformPlugin = {
  className: 'org.apache.kafka.connect.transforms.TimestampRouter',
  definitions: [
    {
      name: 'topic.format',
      type: 'STRING',
      default: '${topic}-${timestamp}',
      importance: 'HIGH',
      documentation: 'May hold ${topic} and ${timestamp}.',
    },
    {
      name: 'timestamp.format',
      type: 'STRING',
      default: 'yyyyMMdd',
      importance: 'HIGH',
      documentation: 'Format of the timestamp, as java.text.SimpleDateFormat has it; in UTC.',
    },
  ],
  create(values) {
    const topicFormat = textAt(values, 'topic.format')
    const timeFormat = textAt(values, 'timestamp.format')
    const complaint = formatDate.complaint(timeFormat)
    if (complaint !== null) throw configError(complaint)
    return record => {
      if (record.timestamp === null) throw dataError(`Timestamp missing on record: ${record.topic}`)
      const time = formatDate(timeFormat, record.timestamp)
      const topic = topicFormat.replaceAll('${topic}', () => record.topic).replaceAll('${timestamp}', () => time)
      return { ...record, topic }
    }
  },
}
