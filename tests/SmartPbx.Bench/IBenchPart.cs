namespace SmartPbx.Bench;

/// <summary>One selectable part of the bench.</summary>
internal interface IBenchPart
{
    /// <summary>What <c>ONLY=</c> says, and the first word of its figures.</summary>
    string Name { get; }

    string Title { get; }

    void Run(BenchContext bench);
}
