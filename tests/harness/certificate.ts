import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export type CertificateFiles = Readonly<{ certFile: string; keyFile: string }>

/** Makes a self-signed certificate for 127.0.0.1 with openssl. @param name of the subject, and of both files */
export function makeCertificate(folder: string, name: string): CertificateFiles {
  const files = { certFile: join(folder, `${name}.crt`), keyFile: join(folder, `${name}.key`) }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', files.keyFile]
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, '-out', files.certFile], { stdio: 'ignore' })
  return files
}
