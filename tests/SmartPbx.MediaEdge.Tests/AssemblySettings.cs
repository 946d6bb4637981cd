// Calls are timed to 20 ms; more edges at once than this would disturb one another.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
