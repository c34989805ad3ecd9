Feature: Wordsthatnobodycanbreakandthatarefarlongerthananyscreeniswide_Wordsthatnobodycanbreakandthatarefarlongerthananyscreeniswide

  # page: long-first
  Scenario: Firstofthewordsthatnobodycanbreakandthatarefarlongerthananyscreeniswide_firstofthewordsthatnobodycanbreak
    Given the client 192.0.2.33

  # page: long-second
  Scenario: Secondofthewordsthatnobodycanbreakandthatarefarlongerthananyscreeniswide_secondofthewordsthatnobodycanbreak
    Given the client 192.0.2.33

  # page: long-third
  Scenario: Thirdofthewordsthatnobodycanbreakandthatarefarlongerthananyscreeniswide_thirdofthewordsthatnobodycanbreak
    Given the client 192.0.2.33
