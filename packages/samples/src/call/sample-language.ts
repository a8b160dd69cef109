import type { Text } from '@yaoquan/api'

/** What colours the text of a sample, by the name that highlighters know the language under. */
export type Highlight =
  | 'java'
  | 'csharp'
  | 'php'
  | 'shell'
  | 'python'
  | 'c'
  | 'javascript'
  | 'typescript'
  | 'go'
  | 'plaintext'

export type SampleLanguageId = (typeof languages)[number]['id']

export type SampleLanguage = Readonly<{
  id: SampleLanguageId
  /** As the tab of a page says it. */
  label: string
  /** `classic`: by the platform's own SDK; `ours`: by `@yaoquan/client`; `plain`: by nothing but the language itself. */
  kind: 'classic' | 'ours' | 'plain'
  highlight: Highlight
  /** What the sample needs, and how it was run. */
  runNote: Text
  /**
   * Where a sample without a target is a fragment: what makes a program of it, line by line between backticks.
   * Absent where it is a whole program.
   */
  frameNote?: Text | undefined
}>

const languages = [
  {
    id: 'java',
    label: 'JAVA',
    kind: 'classic',
    highlight: 'java',
    runNote: {
      zh: '需要 TOP SDK 与 yaoquan sdk generate --lang java 生成的类；源文件为UTF-8。测试中以自制的SDK替身编译运行，调用真实服务。',
      en: 'Needs the TOP SDK and the classes of `yaoquan sdk generate --lang java`; the source is UTF-8. Compiled and run over a double of the SDK against a live server in the tests.',
    },
    frameNote: {
      zh: '片段：文件开头写 `import com.taobao.api.*;` `import com.taobao.api.request.*;` `import com.taobao.api.response.*;` `import java.util.*;`；语句放入 `public class Sample` 的 `public static void main(String[] args) throws Exception`，其前声明 `String url`（网关地址）、`String appkey`、`String secret`。',
      en: 'A fragment. The file begins with `import com.taobao.api.*;` `import com.taobao.api.request.*;` `import com.taobao.api.response.*;` `import java.util.*;`; the statements stand in `public static void main(String[] args) throws Exception` of `public class Sample`, after declarations of `String url` (the gateway), `String appkey` and `String secret`.',
    },
  },
  {
    id: 'dotnet',
    label: '.NET',
    kind: 'classic',
    highlight: 'csharp',
    runNote: {
      zh: '需要 TOP SDK 与 yaoquan sdk generate --lang csharp 生成的类。测试中以自制的SDK替身、mcs 编译、mono 运行，调用真实服务。',
      en: 'Needs the TOP SDK and the classes of `yaoquan sdk generate --lang csharp`. Compiled with mcs and run with mono over a double of the SDK against a live server in the tests.',
    },
    frameNote: {
      zh: '片段：文件开头写 `using System;` `using System.Collections.Generic;` `using Top.Api;` `using Top.Api.Request;` `using Top.Api.Response;`；语句放入 `public class Sample` 的 `public static void Main()`，其前声明 `string url`（网关地址）、`string appkey`、`string secret`。',
      en: 'A fragment. The file begins with `using System;` `using System.Collections.Generic;` `using Top.Api;` `using Top.Api.Request;` `using Top.Api.Response;`; the statements stand in `public static void Main()` of `public class Sample`, after declarations of `string url` (the gateway), `string appkey` and `string secret`.',
    },
  },
  {
    id: 'php',
    label: 'PHP',
    kind: 'classic',
    highlight: 'php',
    runNote: {
      zh: '需要 TOP SDK（TopSdk.php）与 yaoquan sdk generate --lang php 生成的类。测试中以自制的SDK替身、PHP 8 运行，调用真实服务。',
      en: 'Needs the TOP SDK (TopSdk.php) and the classes of `yaoquan sdk generate --lang php`. Run with PHP 8 over a double of the SDK against a live server in the tests.',
    },
    frameNote: {
      zh: '片段：文件开头写 `<?php` `include "TopSdk.php";` `date_default_timezone_set("Asia/Shanghai");`，再给 `$url`（网关地址）、`$appkey`、`$secret` 赋值。',
      en: 'A fragment. The file begins with `<?php` `include "TopSdk.php";` `date_default_timezone_set("Asia/Shanghai");` and gives values to `$url` (the gateway), `$appkey` and `$secret`.',
    },
  },
  {
    id: 'curl',
    label: 'CURL',
    kind: 'classic',
    highlight: 'shell',
    runNote: {
      zh: '需要 sh、curl 与 openssl，签名与时间由脚本计算。测试中以 sh 运行，调用真实服务。',
      en: 'Needs sh, curl and openssl; the script reckons time and signature. Run with sh against a live server in the tests.',
    },
  },
  {
    id: 'python',
    label: 'Python',
    kind: 'classic',
    highlight: 'python',
    runNote: {
      zh: '需要 TOP SDK（top 包）与 yaoquan sdk generate --lang python 生成的类，写法兼容 Python 2；url 为主机名，该SDK只支持http与路径 /router/rest。测试中以自制的SDK替身、Python 3 运行，调用真实服务。',
      en: 'Needs the TOP SDK (package top) and the classes of `yaoquan sdk generate --lang python`, in words that Python 2 knows too. url is a host name: that SDK knows only http and the path /router/rest. Run with Python 3 over a double of the SDK against a live server in the tests.',
    },
    frameNote: {
      zh: '片段：在 `import top.api` 之后给 `url`（网关的主机名）、`port`（网关的端口，整数）、`appkey`、`secret` 赋值。',
      en: 'A fragment. After `import top.api` give values to `url` (the host name of the gateway), `port` (its port, an integer), `appkey` and `secret`.',
    },
  },
  {
    id: 'c',
    label: 'C/C++',
    kind: 'classic',
    highlight: 'c',
    runNote: {
      zh: '需要 TOP C SDK；源文件为UTF-8。测试中以自制的SDK替身、gcc 编译，请求参数与网关所需逐字核对，未调用真实服务。',
      en: 'Needs the TOP SDK for C; the source is UTF-8. Compiled with gcc over a double of the SDK in the tests, its parameters compared with what the gateway takes; not run against a live server.',
    },
    frameNote: {
      zh: '片段：文件开头写 `#include <stdio.h>` `#include "TopSdk.h"`；语句放入 `int main(void)`，其前声明 `char *url`（网关地址）、`char *appkey`、`char *appsecret`。',
      en: 'A fragment. The file begins with `#include <stdio.h>` `#include "TopSdk.h"`; the statements stand in `int main(void)`, after declarations of `char *url` (the gateway), `char *appkey` and `char *appsecret`.',
    },
  },
  {
    id: 'nodejs',
    label: 'NodeJS',
    kind: 'classic',
    highlight: 'javascript',
    runNote: {
      zh: 'npm install node-taobao-topclient。阿里的 tbk_top_sdk 读取 url 而不是 REST_URL，且以回调返回。测试中以 Node.js 24 运行，调用真实服务。',
      en: 'npm install node-taobao-topclient. (tbk_top_sdk reads url in place of REST_URL, and calls back.) Run with Node.js 24 against a live server in the tests.',
    },
  },
  {
    id: 'typescript',
    label: 'TypeScript',
    kind: 'ours',
    highlight: 'typescript',
    runNote: {
      zh: 'npm install @yaoquan/client；Node.js 20 以上与浏览器均可。测试中经类型检查，并以 Node.js 24 运行，调用真实服务。',
      en: 'npm install @yaoquan/client; for Node.js from 20 on and browsers. Type-checked, and run with Node.js 24 against a live server, in the tests.',
    },
  },
  {
    id: 'go',
    label: 'Go',
    kind: 'plain',
    highlight: 'go',
    runNote: {
      zh: '仅需 Go 标准库：go run sample.go。测试中运行，调用真实服务。',
      en: 'Needs only the standard library: go run sample.go. Run against a live server in the tests.',
    },
  },
  {
    id: 'python3',
    label: 'Python 3',
    kind: 'plain',
    highlight: 'python',
    runNote: {
      zh: '仅需 Python 3 标准库。测试中运行，调用真实服务。',
      en: 'Needs only the standard library of Python 3. Run against a live server in the tests.',
    },
  },
  {
    id: 'steps',
    label: 'PowerBuilder / Delphi',
    kind: 'plain',
    highlight: 'plaintext',
    runNote: {
      zh: '适用于任何能计算MD5并发送HTTP请求的工具；测试中核对了待签名文本与签名。',
      en: 'For every tool that can compute MD5 and send HTTP; base string and signature are checked in the tests.',
    },
  },
] as const

/** Every language there is a sample in, in the order of a page's tabs: the seven of the platform's pages, then the others. */
export const sampleLanguages: readonly SampleLanguage[] = languages
