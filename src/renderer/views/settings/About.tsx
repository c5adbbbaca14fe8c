import { useCall } from '../../state/query'
import { CopyButton } from '../../ui/CopyButton'
import { LoadedView } from '../../ui/LoadedView'
import classes from './Settings.module.css'

/** What runs here, where it keeps its things, and under which licences it comes. */
export function About() {
  const about = useCall('about', (client, signal) => client.about.get(undefined, { signal }), {
    doing: 'Asking the app about itself',
  })
  return (
    <LoadedView loaded={about}>
      {({ version, runtime, platform, dataDir, logFile, licence }) => (
        <div className={classes.page}>
          <section className={classes.card} aria-label="Elevated">
            <h2 className={classes.name}>
              Elevated <span>{version}</span>
            </h2>
            <p className={classes.what}>
              A control room for a streaming city: Chicago's elevated railway as a Kafka pipeline.
            </p>
            <table className={classes.facts}>
              <tbody>
                <Fact title="Runs on" text={`${runtime}, ${platform}`} />
                <Fact title="Data" text={dataDir} isPath />
                <Fact title="Log" text={logFile} isPath />
              </tbody>
            </table>
          </section>
          <section className={classes.card} aria-label="Licences">
            <h2>Licence</h2>
            <pre className={classes.licence} tabIndex={0} aria-label="The licence" role="region">
              {licence}
            </pre>
          </section>
        </div>
      )}
    </LoadedView>
  )
}

function Fact({ title, text, isPath }: { title: string; text: string; isPath?: boolean }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        {isPath ? <code>{text}</code> : text}
        {isPath && <CopyButton text={text} label={`Copy the path: ${title.toLowerCase()}`} />}
      </td>
    </tr>
  )
}
