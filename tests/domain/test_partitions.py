"""Our reckoning of a key's partition is the one every other Kafka client makes."""

from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.partitions import partition_of


@given(key=st.binary(max_size=80), partitions=st.integers(1, 64))
def test_a_key_goes_where_the_client_s_own_partitioner_sends_it(key: bytes, partitions: int) -> None:
    assert partition_of(key, partitions) == DefaultPartitioner()(key, list(range(partitions)), [])
