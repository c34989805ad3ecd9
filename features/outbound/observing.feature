# ja: 送信接続についてエンジニアが確認できること
# ja: 使用中のパブリック IP アドレスはデプロイの内側から調べられ、変換の働きは netstat と
# ja: パケット キャプチャに現れる。
@outbound @classic @tools
Feature: What an engineer sees of outbound connections

  The public address in use can be looked up from inside, and netstat and packet
  captures show what the translation does.

  # ja: OpenDNS への nslookup で使用中のパブリック IP アドレスが分かる
  Rule: nslookup against OpenDNS answers with the public address in use

    # page: nslookup-endpoint
    # ja: 負荷分散エンドポイントの背後にある場合
    Scenario: Behind a load-balanced endpoint
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
      When "vm1" runs "nslookup myip.opendns.com resolver1.opendns.com"
      Then the DNS answer is 203.0.113.10

    # page: nslookup-instance-level-ip
    # ja: インスタンス レベルのパブリック IP がある場合
    Scenario: With an instance-level public IP
      Given a classic deployment with virtual machines:
        | name | private IP | instance-level public IP |
        | vm1  | 10.0.0.4   | 203.0.113.50             |
      When "vm1" runs "nslookup myip.opendns.com resolver1.opendns.com"
      Then the DNS answer is 203.0.113.50

    # page: nslookup-fallback
    # ja: フォールバック アドレスを使う場合
    Scenario: On the fallback address
      Given a classic deployment with 1 instance
      When "vm1" runs "nslookup myip.opendns.com resolver1.opendns.com"
      Then the DNS answer is 203.0.113.200

  # ja: netstat に表示されるのは変換前のプライベート側である
  Rule: netstat shows the private side

    Background:
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80

    # page: netstat-open
    # ja: 開いている接続
    Scenario: A connection that is open
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as ESTABLISHED

    # page: netstat-closed
    # ja: 双方が閉じた接続
    Scenario: A connection that both ends have closed
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And one of the connections ends with FIN from both ends
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as TIME_WAIT

    # page: time-wait-240-seconds
    # ja: TIME_WAIT は 240 秒で終わる
    Scenario: TIME_WAIT ends after 240 seconds
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And one of the connections ends with FIN from both ends
      And 239 seconds pass
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as TIME_WAIT
      When 1 second passes
      And "vm1" runs "netstat -n"
      Then netstat lists no connection to 198.51.100.7:443

    # page: close-wait
    # ja: サーバーだけが閉じた接続
    Scenario: A connection that only the server has closed
      When "vm1" opens a TCP connection to 198.51.100.7:443
      And 198.51.100.7 sends a FIN on one of the connections
      And "vm1" runs "netstat -n"
      Then netstat lists the connection to 198.51.100.7:443 as CLOSE_WAIT

  # ja: 変換の両側のキャプチャでは、同じパケットの送信元が異なる
  Rule: Captures on both sides show one packet with two sources

    # page: handshake-both-sides
    # ja: 変換の内側と外側の TCP ハンドシェイク
    Scenario: A TCP handshake inside and outside the translation
      Given a classic deployment with virtual machines:
        | name | private IP | instance-level public IP |
        | vm1  | 10.0.0.4   | 203.0.113.50             |
      When "vm1" opens a TCP connection from port 50000 to 198.51.100.7:443
      Then the packet capture on "vm1" begins with:
        | source           | destination      | flags   |
        | 10.0.0.4:50000   | 198.51.100.7:443 | SYN     |
        | 198.51.100.7:443 | 10.0.0.4:50000   | SYN ACK |
        | 10.0.0.4:50000   | 198.51.100.7:443 | ACK     |
      And the packet capture outside the translation begins with:
        | source             | destination        | flags   |
        | 203.0.113.50:50000 | 198.51.100.7:443   | SYN     |
        | 198.51.100.7:443   | 203.0.113.50:50000 | SYN ACK |
        | 203.0.113.50:50000 | 198.51.100.7:443   | ACK     |
