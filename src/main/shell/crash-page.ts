/** The address, in the page's origin, of what is shown when the page keeps dying. */
export const crashPath = '/desktop/page-crashed.html'

/** A page without scripts, so that nothing in it can fail the way the other one did. */
export const crashPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Elevated – the page keeps crashing</title>
    <style>
      :root { color-scheme: dark light; font: 14px/1.5 system-ui, sans-serif }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #0b0d11; color: #f1f4f8 }
      main { max-width: 30rem; padding: 2rem }
      h1 { font-size: 1.25rem }
      p { color: #b3bcc9 }
      a { color: #93acff }
      @media (prefers-color-scheme: light) {
        body { background: #eef0f2; color: #14181e }
        p { color: #3d4753 }
        a { color: #3450cf }
      }
    </style>
  </head>
  <body>
    <main role="alert">
      <h1>The page of this window keeps crashing</h1>
      <p>
        It was loaded again once, and crashed again within a minute. The simulation and the services go on; only this
        window shows nothing of them. The log (Help, Open the Log Folder) says when and why.
      </p>
      <p><a href="/">Load the control room again</a></p>
    </main>
  </body>
</html>
`
