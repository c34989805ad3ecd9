# ja: サーバーが応答しないときの Load Balancer
# ja: Load Balancer は何も終端しないため、クライアントに届くのはサーバー自身の応答だけである。サーバーの
# ja: 応答が遅ければ遅れて届き、サーバーが応答しなければ何も届かない。
# why en: Load Balancer has no time-out for requests and no pages for errors, since it never sees a
# why en: request. What the client gets is what the server does, so a status code such as "bad
# why en: gateway" can't come from Load Balancer: look for a proxy.
# why ja: Load Balancer は要求を見ないため、要求のタイムアウトもエラー ページもありません。クライア
# why ja: ントに届くのはサーバーの動作そのものです。Load Balancer が「Bad Gateway」などの状態コード
# why ja: を返すことはないので、その場合は途中のプロキシを調べてください。
# facts: load-balancer.terminates-sessions
@inbound
Feature: Load Balancer in front of servers that are slow or gone

  Load Balancer ends nothing, so the client gets what the server itself says: late
  where the server is slow, an RST where it refuses, and nothing where it is silent.

  Background:
    Given a public load balancer "lb" with front-end IP 203.0.113.10 and healthy back-end servers:
      | name | private IP |
      | web1 | 10.0.0.4   |
    And the client 192.0.2.33

  # page: slow-response-arrives
  # ja: Load Balancer では、1 分かかる応答も 1 分後に届く
  # why en: Nothing between client and server waits for the response, so it arrives when the server
  # why en: sends it, here after a minute. The one limit is the idle time-out of the flow, four
  # why en: minutes where nothing else is set. Application Gateway would have given up sooner.
  # why ja: クライアントとサーバーの間で応答を待つものはないため、サーバーが送った 1 分後に届きま
  # why ja: す。制限になるのはフローのアイドル タイムアウトだけで、設定しなければ四分です。
  # why ja: Application Gateway なら、もっと早くタイムアウトしています。
  # facts: load-balancer.terminates-sessions
  Scenario: Behind Load Balancer, a response that takes a minute arrives
    Given 10.0.0.4 answers the first request after 1 minute
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 59 seconds pass
    Then 192.0.2.33 receives no response
    When 1 second passes
    Then 192.0.2.33 receives status code 200

  # page: nothing-arrives
  # ja: Load Balancer では、サーバーが応答しなければ何も届かない
  # why en: There is no status code, for nobody is there to send one. A server that doesn't answer
  # why en: leaves the client to its own time-out; one that refuses sends an RST, which Load
  # why en: Balancer passes on. Set time-outs in the client, and let a health probe take such a
  # why en: server out.
  # why ja: 状態コードを返すものがありません。サーバーが応答しなければ、クライアントは自身のタイムア
  # why ja: ウトまで待つことになります。拒否する場合はサーバーの RST が、Load Balancer を通ってその
  # why ja: まま届きます。クライアントにタイムアウトを設定し、正常性プローブでそのようなサーバーを外
  # why ja: してください。
  # facts: load-balancer.terminates-sessions
  Scenario Outline: Behind Load Balancer, a server that is gone means no response
    Given the server 10.0.0.4 <manner>
    When 192.0.2.33 sends a request to 203.0.113.10:80
    And 1 hour passes
    Then 192.0.2.33 receives no response

    Examples:
      # ja: | サーバーの状態 |
      | manner              |
      | doesn't answer      |
      | refuses connections |
