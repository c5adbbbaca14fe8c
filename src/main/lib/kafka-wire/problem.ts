import type { KafkaConnection } from '../kafka'
import { messageOf, ProblemError } from '../problem'

/** A failure of the small client as a Problem; one that is a Problem already stays as it is. */
export function wireProblem(connection: Pick<KafkaConnection, 'brokers'>, doing: string, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  return new ProblemError(
    {
      code: 'kafka-unavailable',
      where: `Kafka, ${connection.brokers.join(', ')}`,
      message: `Kafka failed while ${doing}: ${messageOf(error)}.`,
      tip: 'Check that the broker runs and that the profile names it rightly.',
    },
    { cause: error },
  )
}
