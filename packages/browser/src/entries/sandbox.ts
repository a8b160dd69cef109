import { openSandbox } from '../sandbox/open-sandbox.ts'

const root = document.querySelector('#sandbox')
if (root !== null) openSandbox(root)
