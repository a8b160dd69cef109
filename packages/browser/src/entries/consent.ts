import { keepChosenLanguage } from '../page/language.ts'

keepChosenLanguage()
