"""Pools of instances at several addresses: who has how many ports where, and which flows go."""

from __future__ import annotations

import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from azsim.facts import Facts
from azsim.functions.snat.flows import TranslatedFlow
from azsim.functions.snat.masquerading import EXHAUSTED, ONLY_TCP_AND_UDP, UNSOLICITED, Snat
from azsim.functions.snat.pools import ByPoolSize, Fixed, Pool
from azsim.functions.snat.port_allocation import (
    available,
    by_pool_size,
    largest_share,
    nearest_multiples,
    spread,
)
from azsim.functions.snat.port_ranges import AddressPorts
from azsim.functions.snat.profiles import LoadBalancerRule
from azsim.model.packet import FiveTuple, Protocol

ADDRESSES = ("203.0.113.32", "203.0.113.33", "203.0.113.34")
SERVER = "198.51.100.7"


@define(eq=False)
class Sender:
    """An interface with its flow table."""

    name: str
    address: str
    flows: dict[FiveTuple, TranslatedFlow] = field(factory=dict)


@define
class Behind:
    """A pool of *size* instances behind some addresses."""

    size: int
    addresses: int = 1
    profile: LoadBalancerRule = field(factory=lambda: LoadBalancerRule(Facts()))
    snats: list[Snat] = field(init=False)
    pool: Pool = field(init=False)
    members: list[Sender] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.snats = [Snat(each, each, self.profile) for each in ADDRESSES]
        self.pool = Pool(self.profile, [])
        self.members = [Sender(f"vm{n}", f"10.0.{n // 250}.{n % 250}") for n in range(1_000)]
        self.grow(self.size)
        self.share(ByPoolSize(self.profile))

    def grow(self, size: int) -> None:
        self.pool.serve(self.members[:size], size)

    def share(self, plan: ByPoolSize | Fixed, addresses: int | None = None) -> None:
        self.addresses = addresses or self.addresses
        self.pool.share_out(plan, self.snats[: self.addresses])

    def has(self, number: int = 0) -> list[int]:
        """The ports of an instance at each address."""
        address = self.members[number].address
        return [each.allocated(address, "TCP") for each in self.snats[: self.addresses]]

    def fill(self, number: int = 0) -> list[TranslatedFlow]:
        """Open as many flows of an instance to one destination as it has ports."""
        source, opened = self.members[number].address, []
        for snat in self.snats[: self.addresses]:
            snat.prepare()
            for port in range(snat.free_toward(FiveTuple("TCP", source, 0, SERVER, 443))):
                flow = snat.open(FiveTuple("TCP", source, len(opened) + 1, SERVER, 443), 0)
                assert flow is not None, port
                opened.append(flow)
        return opened


class TestTheTable:
    @pytest.mark.parametrize(
        ("size", "addresses", "ports"),
        [(50, 1, 1_024), (50, 2, 1_024), (100, 2, 1_024), (100, 3, 1_024), (400, 3, 384)],
    )
    def test_counts_each_address_up_to_a_limit(self, size: int, addresses: int, ports: int) -> None:
        assert sum(Behind(size, addresses).has()) == ports

    def test_gives_more_than_the_limit_at_a_single_address(self) -> None:
        found = by_pool_size(1, ((50, 2_048),), most=1_024)
        assert found is not None
        assert found.ports == 2_048

    def test_takes_nothing_away_where_the_limit_hides_the_growth(self) -> None:
        behind = Behind(50, 2)
        opened = behind.fill()
        behind.grow(51)
        assert [each.ended for each in opened] == [None] * 1_024

    def test_takes_less_than_half_away_where_the_limit_hid_the_rest(self) -> None:
        behind = Behind(100, 3)
        opened = behind.fill()
        behind.grow(101)
        assert sum(behind.has()) == 768
        assert sum(each.ended == "reclaimed" for each in opened) == 1_024 - 768


class TestARule:
    def test_gives_its_number_whatever_the_size(self) -> None:
        behind = Behind(50)
        behind.share(Fixed(1_248))
        assert behind.has() == [1_248]
        behind.grow(51)
        assert (behind.has(0), behind.has(50)) == ([1_248], [1_248])

    def test_that_takes_over_leaves_flows_on_ports_that_stay(self) -> None:
        behind = Behind(2)
        opened = behind.fill()
        behind.share(Fixed(1_600))
        assert behind.has() == [1_600]
        assert {each.ended for each in opened} == {None}

    def test_that_gives_less_cuts_the_flows_above(self) -> None:
        behind = Behind(2)
        opened = behind.fill()
        behind.share(Fixed(800))
        assert sum(each.ended == "reclaimed" for each in opened) == 224
        assert behind.has() == [800]

    def test_that_moves_to_other_addresses_cuts_the_flows_of_the_old(self) -> None:
        behind = Behind(2)
        opened = behind.fill()
        behind.pool.share_out(Fixed(800), behind.snats[1:2])
        assert {each.ended for each in opened} == {"reclaimed"}
        assert behind.snats[1].allocated(behind.members[0].address, "TCP") == 800
        assert behind.snats[0].instances == {}

    def test_that_gets_another_address_gives_what_it_says_there(self) -> None:
        behind = Behind(1)
        behind.share(Fixed(64_000))
        assert behind.has() == [64_000]
        behind.share(Fixed(128_000), 2)
        assert behind.has() == [64_000, 64_000]

    def test_that_uses_every_port_of_several_addresses_serves_everybody(self) -> None:
        # 72 + 71 + 71 blocks for each don't fit so: the last ones take what is left.
        size, ports = 112, 1_712
        behind = Behind(size, 3)
        behind.share(Fixed(ports))
        assert [sum(behind.has(number)) for number in range(size)] == [ports] * size
        shares = [behind.has(number) for number in range(size)]
        assert max(map(sum, zip(*shares, strict=True))) <= 64_000


class TestPortsWhereRulesListen:
    @pytest.mark.parametrize(
        ("listening", "ports"),
        [
            ({80}, 63_992),
            ({80, 81, 87}, 63_992),
            ({80, 88}, 63_984),
            ({8080}, 63_992),
            ({8080, 8081, 443}, 63_984),
            (set(), 64_000),
        ],
    )
    def test_take_a_block_each(self, listening: set[int], ports: int) -> None:
        profile = LoadBalancerRule(Facts())
        free = AddressPorts(profile, listening).free
        taken = [port for part in free.take(70_000) for port in part]
        assert len(taken) == ports == available([listening], 64_000, 8)
        assert listening.isdisjoint(taken)


class TestArithmetic:
    @given(st.integers(0, 8_000), st.integers(1, 16))
    def test_spreading_keeps_the_sum_and_whole_blocks(self, blocks: int, addresses: int) -> None:
        shares = spread(blocks * 8, addresses, 8)
        assert sum(shares) == blocks * 8
        assert {share % 8 for share in shares} == {0}
        assert max(shares) - min(shares) <= 8

    @given(st.integers(1, 1_000_000), st.integers(1, 5_000))
    def test_the_largest_share_fits_and_one_block_more_does_not(
        self, ports: int, instances: int
    ) -> None:
        share = largest_share(ports, instances, 8)
        assert instances * share <= ports < instances * (share + 8)

    @pytest.mark.parametrize(("ports", "near"), [(1_001, (1_000, 1_008)), (1_000, (1_000, 1_008))])
    def test_multiples_stand_on_either_side(self, ports: int, near: tuple[int, int]) -> None:
        assert nearest_multiples(ports, 8) == near


class TestWhatMayLeave:
    def flow(self, protocol: Protocol) -> FiveTuple:
        return FiveTuple(protocol, "10.0.0.0", 50_000, SERVER, 443)

    def test_has_room_by_its_protocol(self) -> None:
        snat = Behind(1).snats[0]
        snat.let_out(("TCP",), lambda protocol: UNSOLICITED)
        assert [snat.has_room(self.flow(each)) for each in ("TCP", "UDP")] == [True, False]
        assert [snat.free_toward(self.flow(each)) for each in ("TCP", "UDP")] == [1_024, 0]

    def test_is_refused_by_the_reason_of_its_protocol(self) -> None:
        snat = Behind(1).snats[0]
        snat.let_out(("TCP",), lambda protocol: UNSOLICITED)
        reasons = [snat.why_not(self.flow(each)) for each in ("TCP", "UDP", "ICMP")]
        assert reasons == [EXHAUSTED, UNSOLICITED, ONLY_TCP_AND_UDP]


class TestUdp:
    def flow(self, port: int, to_port: int, to: str = SERVER) -> FiveTuple:
        return FiveTuple("UDP", "10.0.0.0", port, to, to_port)

    @pytest.fixture
    def snat(self) -> Snat:
        return Behind(1).snats[0]

    def test_flows_of_one_socket_to_one_address_hold_one_port(self, snat: Snat) -> None:
        opened = [snat.open(self.flow(50_000, port), 0) for port in (53, 123, 514)]
        assert len({each.port for each in opened if each is not None}) == 1
        assert snat.in_use("10.0.0.0", "UDP") == 1
        for each in opened:
            assert each is not None
            assert snat.find_return(each.answers) is each

    def test_which_comes_back_with_the_last_of_them(self, snat: Snat) -> None:
        opened = [snat.open(self.flow(50_000, port), 0) for port in (53, 123, 514)]
        for left, each in zip((1, 1, 0), opened, strict=True):
            assert each is not None
            snat.release(each, "removed")
            assert snat.in_use("10.0.0.0", "UDP") == left
        again = snat.open(self.flow(50_001, 53), 0)
        assert again is not None
        assert snat.in_use("10.0.0.0", "UDP") == 1

    def test_other_sockets_hold_ports_of_their_own(self, snat: Snat) -> None:
        for port in (50_000, 50_001):
            snat.open(self.flow(port, 53), 0)
        assert snat.in_use("10.0.0.0", "UDP") == 2

    def test_a_socket_has_room_where_all_ports_are_held(self, snat: Snat) -> None:
        for port in range(1_024):
            snat.open(self.flow(port + 1, 53), 0)
        assert snat.has_room(self.flow(1, 123))
        assert not snat.has_room(self.flow(2_000, 53))
        assert snat.has_room(self.flow(2_000, 53, "198.51.100.8"))

    def test_all_flows_on_a_port_that_is_reclaimed_go(self) -> None:
        behind = Behind(1)
        snat = behind.snats[0]
        opened = [snat.open(self.flow(port, 53), 0) for port in range(1, 1_025)]
        opened.append(snat.open(self.flow(1_024, 123), 0))
        behind.share(Fixed(512))
        ended = [each.ended for each in opened if each is not None]
        assert ended == [None] * 512 + ["reclaimed"] * 513
        assert snat.open(self.flow(1_024, 123), 0) is None
