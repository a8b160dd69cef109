/** The text of `go.mod`; `errors.Join` requires Go 1.20. */
export const goModule = `module yaoquan

go 1.20
`

/** The text of `client.go`: signing, sending and decoding for every method. */
export const goClient = `// Package yaoquan calls the methods of a gateway that speaks the Taobao Open Platform protocol.
package yaoquan

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Client calls one gateway for one app. It is safe for concurrent use.
type Client struct {
	// 网关地址 (address of the gateway), e.g. http://127.0.0.1:8080/router/rest
	URL string

	AppKey string

	AppSecret string

	// 服务多个连锁的应用以会话指明连锁 (selects the seller, for apps that serve several)
	Session string

	HTTP *http.Client
}

// NewClient returns a client whose calls time out after 20 seconds.
func NewClient(gateway, appKey, appSecret string) *Client {
	return &Client{URL: gateway, AppKey: appKey, AppSecret: appSecret, HTTP: &http.Client{Timeout: 20 * time.Second}}
}

// Error is an error answer of the gateway.
type Error struct {
	Code int \`json:"code"\`

	Msg string \`json:"msg"\`

	SubCode string \`json:"sub_code"\`

	SubMsg string \`json:"sub_msg"\`

	RequestID string \`json:"request_id"\`
}

func (e *Error) Error() string {
	return fmt.Sprintf("%d %s; %s: %s", e.Code, e.Msg, e.SubCode, e.SubMsg)
}

// Int64 returns a pointer for an optional number.
func Int64(value int64) *int64 { return &value }

// Bool returns a pointer for an optional boolean.
func Bool(value bool) *bool { return &value }

const maxAnswerBytes = 64 << 20

var zone = time.FixedZone("GMT+8", 8*3600)

type call struct {
	parameters map[string]string
	err        error
}

func newCall(method string) *call {
	return &call{parameters: map[string]string{"method": method}}
}

func (c *call) text(name, value string, required bool) {
	if value != "" {
		c.parameters[name] = value
	} else if required && c.err == nil {
		c.err = fmt.Errorf("client-error:Missing required arguments:%s", name)
	}
}

func (c *call) texts(name string, values []string, required bool) {
	c.text(name, strings.Join(values, ","), required)
}

func (c *call) number(name string, value *int64) {
	if value != nil {
		c.parameters[name] = strconv.FormatInt(*value, 10)
	}
}

func (c *call) boolean(name string, value *bool) {
	if value != nil {
		c.parameters[name] = strconv.FormatBool(*value)
	}
}

func (c *call) structure(name string, value any, given, required bool) {
	if !given {
		c.text(name, "", required)
		return
	}
	encoded, err := json.Marshal(value)
	if err != nil && c.err == nil {
		c.err = err
	}
	c.parameters[name] = string(encoded)
}

func (client *Client) execute(ctx context.Context, call *call, response any) error {
	if call.err != nil {
		return call.err
	}
	body := strings.NewReader(client.signed(call.parameters).Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, client.URL, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
	answer, err := client.HTTP.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswerBytes))
	if err != nil {
		return err
	}
	return decode(text, response)
}

func (client *Client) signed(own map[string]string) url.Values {
	parameters := map[string]string{
		"app_key":     client.AppKey,
		"format":      "json",
		"sign_method": "hmac-sha256",
		"simplify":    "true",
		"timestamp":   time.Now().In(zone).Format("2006-01-02 15:04:05"),
		"v":           "2.0",
	}
	if client.Session != "" {
		parameters["session"] = client.Session
	}
	for name, value := range own {
		parameters[name] = value
	}
	names := make([]string, 0, len(parameters))
	form := url.Values{}
	for name, value := range parameters {
		names = append(names, name)
		form.Set(name, value)
	}
	sort.Strings(names)
	digest := hmac.New(sha256.New, []byte(client.AppSecret))
	for _, name := range names {
		io.WriteString(digest, name+parameters[name])
	}
	form.Set("sign", strings.ToUpper(fmt.Sprintf("%x", digest.Sum(nil))))
	return form
}

func decode(text []byte, response any) error {
	var refusal struct {
		Error *Error \`json:"error_response"\`
	}
	if err := json.Unmarshal(text, &refusal); err != nil {
		return errors.Join(errors.New("the answer is not JSON"), err)
	}
	if refusal.Error != nil {
		return refusal.Error
	}
	return json.Unmarshal(text, response)
}
`
