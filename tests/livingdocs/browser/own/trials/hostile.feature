@hostile @<b>bold</b>
Feature: </title><script>alert("feature")</script> {{ 7*7 }} it's shown

  <script>alert("description")</script> "><img src=x onerror=alert(1)> {% raw %} &lt;b&gt;

  Rule: <svg onload=alert("rule")> & {{ 7*7 }}

    Scenario: <script>alert(1)</script> "><img src=x onerror=alert(1)> </title> {{ 7*7 }} '
      Given a public load balancer "<img src=x onerror=alert(2)>" with front-end IP 203.0.113.10 and healthy back-end servers:
        | name                            | private IP |
        | <script>alert(3)</script>       | 10.0.0.4   |
        | "><img src=x onerror=alert(4)>' | 10.0.0.5   |
        | {{ 7*7 }}</td>                  | 10.0.0.6   |
      And the client 192.0.2.33
      When 192.0.2.33 sends a request to 203.0.113.10:80
      Then the request and its response take these legs:
        | from                            | to                             | source       | destination  |
        | client                          | <img src=x onerror=alert(2)>   | 192.0.2.33   | 203.0.113.10 |
        | <img src=x onerror=alert(2)>    | "><img src=x onerror=alert(4)>' | 192.0.2.33   | 10.0.0.4     |

    Scenario Outline: "<name>" is a cell of an outline
      Given a classic deployment with 1 instance behind the load-balanced endpoint 203.0.113.10:80
      When "<name>" opens a TCP connection to 198.51.100.7:443
      Then the traffic is delivered

      Examples:
        | name                      |
        | <script>alert(5)</script> |
        | vm1                       |
