// Each test has the machine for itself: they start processes of their own.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
