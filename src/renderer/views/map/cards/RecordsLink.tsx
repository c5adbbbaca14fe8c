import { IconArrowUpRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { RecordRef } from '../../../../shared/city/types'
import { recordAddress } from '../../../ui/record-address'
import classes from './Card.module.css'

/**
 * The way from a card to its records in the inspector, which opens at the first of those in the first one's partition.
 *
 * @param records of one topic; where there are more, of the topic that matters most
 */
export function RecordsLink({ records }: { records: readonly RecordRef[] }) {
  const [first] = records
  if (!first) return <span className={classes.none}>no record yet</span>
  const inPartition = records.filter(({ topic, partition }) => topic === first.topic && partition === first.partition)
  const oldest = inPartition.reduce((one, other) => (BigInt(other.offset) < BigInt(one.offset) ? other : one))
  return (
    <Link href={recordAddress(oldest)} className={classes.records}>
      {records.length === 1 ? '1 record behind this' : `${records.length} records behind this`}
      <IconArrowUpRight size={14} stroke={1.6} aria-hidden />
    </Link>
  )
}
