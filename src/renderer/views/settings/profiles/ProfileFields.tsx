import { saslMechanisms, type SecretName } from '../../../../shared/contract/profiles'
import { serviceTitles } from '../../../ui/marks'
import { Segments } from '../../../ui/Segments'
import { CheckField, FormSection, SecretField, TextField } from './fields'
import { httpNames, httpSecrets, type FieldName, type HttpName, type Mistakes, type ProfileForm } from './form-state'
import classes from './Form.module.css'

export interface FieldsProps {
  form: ProfileForm
  secretsSet: readonly SecretName[]
  /** Those that are to be shown. */
  mistakes: Mistakes
  /** The profile can be looked at, but not changed. */
  isFixed: boolean
  onChange(change: Partial<ProfileForm>): void
  onLeave(field: FieldName): void
}

/** All fields of a profile. */
export function ProfileFields(props: FieldsProps) {
  const { form, mistakes, isFixed, onChange, onLeave } = props
  return (
    <div className={classes.form}>
      <FormSection title="Profile">
        <TextField
          label="Name"
          value={form.title}
          mistake={mistakes.title}
          disabled={isFixed}
          onChange={title => onChange({ title })}
          onLeave={() => onLeave('title')}
        />
        <CheckField
          label="Read-only"
          help="Nothing is created or written: the city is fed by others, and only shown here."
          checked={form.readOnly}
          disabled={isFixed}
          onChange={readOnly => onChange({ readOnly })}
        />
      </FormSection>
      <KafkaSection {...props} />
      {httpNames.map(name => (
        <HttpSection key={name} name={name} {...props} />
      ))}
      <PostgresSection {...props} />
    </div>
  )
}

function KafkaSection(props: FieldsProps) {
  const { form, mistakes, isFixed, onChange, onLeave } = props
  return (
    <FormSection title="Kafka">
      <TextField
        label="Brokers"
        isMono
        isWide
        value={form.brokers}
        placeholder="localhost:9092"
        help="host:port, several with commas; one that answers is enough."
        mistake={mistakes.brokers}
        disabled={isFixed}
        onChange={brokers => onChange({ brokers })}
        onLeave={() => onLeave('brokers')}
      />
      <div className={classes.field}>
        <span className={classes.label}>SASL: user and password</span>
        <Segments
          label="SASL mechanism"
          value={form.sasl}
          options={(['none', ...saslMechanisms] as const).map(value => ({
            value,
            title: saslTitles[value],
            disabled: isFixed,
          }))}
          onChange={sasl => onChange({ sasl })}
        />
      </div>
      {form.sasl !== 'none' && (
        <>
          <TextField
            label="Kafka user"
            value={form.saslUser}
            mistake={mistakes.saslUser}
            disabled={isFixed}
            onChange={saslUser => onChange({ saslUser })}
            onLeave={() => onLeave('saslUser')}
          />
          <Secret {...props} name="saslPassword" label="Kafka password" />
        </>
      )}
      <CheckField
        label="TLS"
        help="The listener speaks TLS."
        checked={form.tls}
        disabled={isFixed}
        onChange={tls => onChange({ tls })}
      />
      {form.tls && <TlsFields {...props} />}
    </FormSection>
  )
}

function TlsFields(props: FieldsProps) {
  const { form, mistakes, isFixed, onChange, onLeave } = props
  return (
    <>
      <CheckField
        label="Check the certificate"
        help="Without it, whoever answers is believed."
        checked={form.checksCertificate}
        disabled={isFixed}
        onChange={checksCertificate => onChange({ checksCertificate })}
      />
      <TextField
        label="Authority's certificates"
        isLong
        value={form.ca}
        help="PEM. Needed where the broker's certificate is self-signed, or of an authority of your own."
        mistake={mistakes.ca}
        disabled={isFixed}
        onChange={ca => onChange({ ca })}
        onLeave={() => onLeave('ca')}
      />
      <TextField
        label="Client certificate"
        isLong
        value={form.cert}
        help="PEM. Where brokers ask clients for one."
        mistake={mistakes.cert}
        disabled={isFixed}
        onChange={cert => onChange({ cert })}
        onLeave={() => onLeave('cert')}
      />
      {form.cert.trim() !== '' && (
        <>
          <Secret {...props} name="tlsKey" label="Its private key" isLong />
          <Secret {...props} name="tlsPassphrase" label="Passphrase of the key" />
        </>
      )}
      <TextField
        label="Name in the certificate"
        isMono
        value={form.servername}
        help="Where it is not the broker's host."
        disabled={isFixed}
        onChange={servername => onChange({ servername })}
      />
    </>
  )
}

function HttpSection({ name, ...props }: FieldsProps & { name: HttpName }) {
  const { form, mistakes, isFixed, onChange, onLeave } = props
  const service = form.http[name]
  const title = serviceTitles[name]
  const change = (part: Partial<typeof service>) =>
    onChange({ http: { ...form.http, [name]: { ...service, ...part } } })
  return (
    <FormSection
      title={title}
      aside={<Has title={title} has={service.has} isFixed={isFixed} onChange={has => change({ has })} />}
    >
      {service.has ? (
        <>
          <TextField
            label={`${title} address`}
            isMono
            value={service.url}
            placeholder="http://host:port"
            mistake={mistakes[`${name}Url`]}
            disabled={isFixed}
            onChange={url => change({ url })}
            onLeave={() => onLeave(`${name}Url`)}
          />
          <div className={classes.pair}>
            <TextField
              label="User"
              value={service.username}
              placeholder="none"
              disabled={isFixed}
              onChange={username => change({ username })}
            />
            {service.username.trim() !== '' && <Secret {...props} name={httpSecrets[name]} label="Password" />}
          </div>
        </>
      ) : (
        <p className={classes.absent}>{absentMeans[name]}</p>
      )}
    </FormSection>
  )
}

function PostgresSection(props: FieldsProps) {
  const { form, mistakes, isFixed, onChange, onLeave } = props
  return (
    <FormSection
      title="PostgreSQL"
      aside={
        <Has
          title="PostgreSQL"
          has={form.hasPostgres}
          isFixed={isFixed}
          onChange={hasPostgres => onChange({ hasPostgres })}
        />
      }
    >
      {form.hasPostgres ? (
        <>
          <TextField
            label="Database"
            isMono
            value={form.postgresUrl}
            placeholder="postgresql://user@host:5432/database"
            mistake={mistakes.postgresUrl}
            disabled={isFixed}
            onChange={postgresUrl => onChange({ postgresUrl })}
            onLeave={() => onLeave('postgresUrl')}
          />
          <Secret {...props} name="postgresPassword" label="Database password" />
          <TextField
            label="Address for Kafka Connect"
            isMono
            value={form.fromConnect}
            placeholder="the same"
            help="host:port, where Connect reaches the database by another name, as between containers."
            mistake={mistakes.fromConnect}
            disabled={isFixed}
            onChange={fromConnect => onChange({ fromConnect })}
            onLeave={() => onLeave('fromConnect')}
          />
        </>
      ) : (
        <p className={classes.absent}>The stations table is neither made nor read; the connector step is skipped.</p>
      )}
    </FormSection>
  )
}

function Has({
  title,
  has,
  isFixed,
  onChange,
}: {
  title: string
  has: boolean
  isFixed: boolean
  onChange(has: boolean): void
}) {
  return (
    <label className={classes.has}>
      <input
        type="checkbox"
        checked={has}
        disabled={isFixed}
        aria-label={`This profile has ${title}`}
        onChange={event => onChange(event.target.checked)}
      />
      in this profile
    </label>
  )
}

interface SecretProps extends FieldsProps {
  name: SecretName
  label: string
  isLong?: boolean
}

function Secret({ name, label, isLong, form, secretsSet, mistakes, isFixed, onChange, onLeave }: SecretProps) {
  const change = (value: string | null | undefined) => {
    const { [name]: _before, ...others } = form.secrets
    onChange({ secrets: value === undefined ? others : { ...others, [name]: value } })
  }
  return (
    <SecretField
      label={label}
      isLong={isLong}
      isSet={secretsSet.includes(name)}
      value={form.secrets[name]}
      mistake={mistakes[name]}
      disabled={isFixed}
      onChange={change}
      onLeave={() => onLeave(name)}
    />
  )
}

const saslTitles = { none: 'None', plain: 'PLAIN', 'scram-sha-256': 'SCRAM-256', 'scram-sha-512': 'SCRAM-512' } as const

/** What the app does without a service. */
const absentMeans: Record<HttpName, string> = {
  registry: 'Without a registry nothing can be written or read as Avro, so no city can be simulated here.',
  restProxy: 'Without a REST proxy the weather is not written. Trains and entries do not need it.',
  connect: 'Without Connect nothing fills the topic of the stations; the connector step is skipped.',
  ksql: 'Without ksqlDB the app counts entries itself.',
}
