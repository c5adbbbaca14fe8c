import { MantineProvider } from '@mantine/core'
import { Component, lazy, Suspense, useState, type ReactNode } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import classes from './App.module.css'
import { Banners } from './shell/Banners'
import { DesktopLink } from './shell/DesktopLink'
import { EmptyCity } from './shell/EmptyCity'
import { FirstStart } from './shell/FirstStart'
import { KeysHelp } from './shell/KeysHelp'
import { NoSuchView } from './shell/NoSuchView'
import { Rail } from './shell/Rail'
import { StackPanel } from './shell/StackPanel'
import { Strip } from './shell/Strip'
import { TopBar } from './shell/TopBar'
import { useHealth } from './state/lifecycle'
import { useScheme } from './state/scheme'
import { cssVariablesResolver, theme } from './theme'
import { Button } from './ui/Button'
import { views } from './views'

/** Not in the rail: for whoever builds a view, and for pictures. */
const Gallery = lazy(() => import('./gallery'))

const routes = views.map(({ name, load }) => ({ name, Content: lazy(load) }))

/** The frame around the views: rail, top bar, the view with what floats above it, service strip. */
export function App() {
  const scheme = useScheme()
  const servicesKey = useServicesKey()
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} forceColorScheme={scheme}>
      <div className={classes.app}>
        <Rail />
        <TopBar />
        <main className={classes.main}>
          <div className={classes.view}>
            <ViewGuard key={servicesKey}>
              <Suspense fallback={null}>
                <Switch>
                  {routes.map(({ name, Content }) => (
                    <Route key={name} path={`/${name}/*?`} component={Content} />
                  ))}
                  <Route path="/components" component={Gallery} />
                  <Route path="/">
                    <Redirect to={`/${views[0]!.name}`} replace />
                  </Route>
                  <Route component={NoSuchView} />
                </Switch>
              </Suspense>
            </ViewGuard>
          </div>
          <Banners />
          <EmptyCity />
          <FirstStart />
          <StackPanel />
        </main>
        <Strip />
      </div>
      <KeysHelp />
      <DesktopLink />
    </MantineProvider>
  )
}

/** Changes when the app works with another profile than before: views then begin anew with what its services have. */
function useServicesKey(): string {
  const profile = useHealth(health => health.profile.id)
  const [first, setFirst] = useState(profile)
  if (first === undefined && profile !== undefined) setFirst(profile)
  return profile === undefined || profile === first ? 'first' : `profile ${profile}`
}

/** A view that fails leaves the frame standing, with what went wrong. */
class ViewGuard extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <div className={classes.failed} role="alert">
        <h2>This view has failed</h2>
        <p>The city goes on; everything around this view still works.</p>
        <code>{error.message}</code>
        <Button onClick={() => this.setState({ error: null })}>Try again</Button>
      </div>
    )
  }
}
