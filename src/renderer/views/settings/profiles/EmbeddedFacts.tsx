import { serviceNames } from '../../../../shared/contract/services'
import type { ProfileSummary } from '../../../../shared/contract/profiles'
import { serviceTitles } from '../../../ui/marks'
import { FormSection } from './fields'
import classes from './Form.module.css'

/** The embedded stack has nothing to be set: where its services are, while they run. */
export function EmbeddedFacts({ addresses }: { addresses: ProfileSummary['addresses'] }) {
  return (
    <div className={classes.form}>
      <FormSection title="Services">
        <p className={classes.absent}>
          Elevated starts these six itself, with data of their own, and ends them with the app. They listen on this
          machine alone, on their standard ports where those are free.
        </p>
        <table className={classes.facts}>
          <tbody>
            {serviceNames.map(name => (
              <tr key={name}>
                <th scope="row">{serviceTitles[name]}</th>
                <td className={classes.mono}>{addresses ? (addresses[name] ?? 'none') : 'not running'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </FormSection>
    </div>
  )
}
