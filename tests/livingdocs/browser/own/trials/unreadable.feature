Feature: <script>alert("unreadable")</script>

  Scenario: </pre><img src=x onerror=alert(6)>
    Given a classic deployment with virtual machines:
      | name | private IP |
      | </script><script>alert(7)</script> {{ 7*7 }} |
