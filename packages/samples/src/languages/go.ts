import { placeholderTarget, type SampleCall, type SampleTarget } from '../call/sample-call.ts'
import { goText } from '../source-text/literals.ts'

/** Writes a call with Go's standard library. */
export function renderGo(call: SampleCall, target: SampleTarget = placeholderTarget): string {
  const variables = [
    `	gateway := ${goText(target.url)}`,
    `	secret := ${goText(target.appSecret)}`,
    '	now := time.Now().In(time.FixedZone("GMT+8", 8*3600)).Format("2006-01-02 15:04:05")',
    '	parameters := map[string]string{',
  ]
  return opening + [...variables, ...gofmtAligned(parameters(call, target))].join('\n') + closing
}

const opening = `package main

import (
	"crypto/md5"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"
)

func main() {
`

type Entry = readonly [name: string, expression: string]

function parameters(call: SampleCall, { appKey, session }: SampleTarget): readonly Entry[] {
  return [
    ['method', goText(call.method)],
    ['app_key', goText(appKey)],
    ...(session === undefined ? [] : [['session', goText(session)] as const]),
    ['timestamp', 'now'],
    ['v', '"2.0"'],
    ['format', '"json"'],
    ['sign_method', '"md5"'],
    ...Object.entries(call.parameters).map(([wire, value]): Entry => [wire, goText(value)]),
  ]
}

/** Aligns the values of a map like gofmt, which aligns adjacent lines whose keys have similar lengths. */
function gofmtAligned(entries: readonly Entry[]): readonly string[] {
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, expression]) => `		"${name}":${' '.repeat(width - name.length + 1)}${expression},`)
}

const closing = `
	}

	names := make([]string, 0, len(parameters))
	for name := range parameters {
		names = append(names, name)
	}
	sort.Strings(names)
	base := ""
	form := url.Values{}
	for _, name := range names {
		base += name + parameters[name]
		form.Set(name, parameters[name])
	}
	form.Set("sign", strings.ToUpper(fmt.Sprintf("%x", md5.Sum([]byte(secret+base+secret)))))

	response, err := http.PostForm(gateway, form)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(body))
}`
