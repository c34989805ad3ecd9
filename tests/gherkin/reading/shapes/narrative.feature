@checkout @ui
Feature: Paying for an order
    In order to get what I ordered
    As a customer
    I want to pay for it


    Background:
        Given the store operates in one channel
        And the store has a product "Mug" priced at "12.50"
          And I am a logged in customer
    @no-api
    Scenario: Paying at once
        Given I have product "Mug" in the cart
        When I pay by card
        Then I should be told that it was paid
        But I should not be asked again


    @ui @no-api @slow
    Scenario: Paying later
        # this takes a while
        Given I have product "Mug" in the cart
        When  I pay on delivery
        Then   the order should be awaiting payment
    Scenario Outline: Paying in <currency>
        When I pay <amount> in "<currency>"
        Then I should be told "<amount> <currency>"
        Examples:
            | amount | currency |
            | 12.50  | EUR      |
            | 1,900  | JPY      |
