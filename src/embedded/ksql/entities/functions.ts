import { aggregateFunctions } from '../functions/aggregate'
import { scalarFunctions } from '../functions/scalar'
import { StatementError } from '../plan/statement-error'
import { showType } from '../syntax/types'

/** SHOW FUNCTIONS. */
export function listFunctions(): object {
  const functions = [
    ...scalarFunctions.map(({ name, category }) => ({ name, type: 'SCALAR', category })),
    ...aggregateFunctions.map(({ name }) => ({ name, type: 'AGGREGATE', category: 'AGGREGATE' })),
  ]
  return { '@type': 'function_names', functions: functions.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

/** DESCRIBE FUNCTION. */
export function describeFunction(name: string): object {
  const scalar = scalarFunctions.find(fn => fn.name === name)
  const found = scalar ?? aggregateFunctions.find(fn => fn.name === name)
  if (!found) throw new StatementError(`Can't find any functions with the name '${name}'`)
  const functions = (scalar?.overloads ?? []).map(({ takes, rest, returns }) => ({
    argumentInfos: [...takes, ...(rest ? [rest] : [])].map((parameter, index) => ({
      name: `arg${index + 1}`,
      type: typeof parameter === 'string' ? parameter.toUpperCase() : showType(parameter),
      description: '',
      isVariadic: rest !== undefined && index === takes.length,
    })),
    returnType: typeof returns === 'function' ? 'T' : showType(returns),
    description: found.description,
  }))
  return {
    '@type': 'describe_function',
    name,
    description: found.description,
    author: '',
    version: '',
    path: 'internal',
    functions,
    type: scalar ? 'SCALAR' : 'AGGREGATE',
  }
}
