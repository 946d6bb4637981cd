// Real time on two cores: calls are judged one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
