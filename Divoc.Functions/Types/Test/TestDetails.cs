namespace Divoc.Functions.Types.Test;

/// <summary>A test and its result.</summary>
public sealed record TestDetails
{
    /// <summary>Name of the test.</summary>
    public string? TestName { get; init; }

    /// <summary>Kind of test, such as <c>RT-PCR</c>; may be empty.</summary>
    public required string TestType { get; init; }

    /// <summary>The disease of the test; may be empty.</summary>
    public required string Disease { get; init; }

    /// <summary>Lot number.</summary>
    public string? Batch { get; init; }

    /// <summary>Manufacturer of the test.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>The number of a rapid test's device in the list of the EU's Joint Research Centre, 1 to 6 digits.</summary>
    public string? Device { get; init; }

    /// <summary>The origin of the sample.</summary>
    public string? SampleOrigin { get; init; }

    /// <summary>When the sample was taken.</summary>
    public required DateTimeOffset SampleCollectionTimestamp { get; init; }

    /// <summary>When the result was known.</summary>
    public required DateTimeOffset ResultTimestamp { get; init; }

    /// <summary><c>Positive</c>, <c>Negative</c>, <c>Inconclusive</c> or <c>Void</c>.</summary>
    public required string Result { get; init; }
}
