/**
 * What electron-builder is told. One configuration for all systems; each package is made on the system that it is for,
 * since native modules and PostgreSQL's programs are those of the machine that it is made on.
 */

export interface BuilderOptions {
  /** Folder that the packages go to, absolute. */
  output: string
  /** Folder of the project, absolute. */
  root: string
  /** Version of Electron that goes into the package. */
  electronVersion: string
  /** A folder with an unpacked Electron; null: the official one is downloaded. */
  electronDist: string | null
}

/** The fuse against extra rights of file: pages came with this major of Electron. */
const fileFuseMajor = 29

export function builderConfig({ output, root, electronVersion, electronDist }: BuilderOptions) {
  const icons = `${root}/resources/icons`
  return {
    appId: 'org.example.elevated',
    productName: 'Elevated',
    artifactName: '${productName}-${version}-${arch}.${ext}',
    directories: { output, buildResources: `${root}/packaging` },
    electronVersion,
    ...(electronDist ? { electronDist } : {}),
    files: ['**/*', '!modules/**'],
    asar: true,
    // Native modules and PostgreSQL's programs have to be files of their own. Beside the archive they are found by
    // Node's usual way up, with their links and permissions as they are.
    extraResources: [
      { from: 'modules', to: 'node_modules' },
      { from: 'LICENSE', to: 'LICENSE' },
      { from: 'THIRD-PARTY.txt', to: 'THIRD-PARTY.txt' },
    ],
    npmRebuild: false,
    publish: null,
    electronFuses: {
      // The stack runs as a process of Electron's own (src/main/shell/stack-child.ts), so nothing needs plain Node.
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      // Checked by macOS and Windows; Linux has no way to.
      enableEmbeddedAsarIntegrityValidation: true,
      // There are no cookies, and on macOS the key for them would be asked for in a dialog.
      enableCookieEncryption: false,
      ...(Number.parseInt(electronVersion, 10) >= fileFuseMajor ? { grantFileProtocolExtraPrivileges: false } : {}),
    },
    linux: {
      executableName: 'elevated',
      icon: icons,
      category: 'Development',
      synopsis: 'A control room for a streaming city',
      maintainer: 'The Elevated team <elevated@example.org>',
      desktop: {
        entry: {
          Name: 'Elevated',
          GenericName: 'Streaming control room',
          Comment: "Chicago's elevated railway as a real Kafka pipeline",
          Categories: 'Development;Education;',
          Keywords: 'Kafka;streaming;Chicago;railway;simulation;',
          StartupWMClass: 'elevated',
        },
      },
    },
    deb: { priority: 'optional', packageCategory: 'devel' },
    win: { icon: `${icons}/icon.ico` },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
    mac: { icon: `${icons}/icon.icns`, category: 'public.app-category.developer-tools', darkModeSupport: true },
    dmg: { title: '${productName} ${version}' },
  }
}

/** What is made on a system when nothing else is asked for. */
export const defaultTargets: Partial<Record<NodeJS.Platform, { flag: string; targets: string[] }>> = {
  linux: { flag: '--linux', targets: ['deb', 'AppImage'] },
  win32: { flag: '--win', targets: ['nsis'] },
  darwin: { flag: '--mac', targets: ['dmg'] },
}
