using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Scale;

/// <summary>What was counted, and what follows from it for very many.</summary>
internal sealed record ScaleReport
{
    private const double Million = 1_000_000;
    private const double PriceOf = 10_000;
    private const double Giga = 1_000_000_000;

    /// <summary>An instance has two GB for each core.</summary>
    private const double GbOfCore = 2;

    /// <summary>Where and when.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>Certificates that were issued.</summary>
    public required int Events { get; init; }

    /// <summary>Calls that brought them.</summary>
    public required int Requests { get; init; }

    /// <summary>Of them so many were revoked.</summary>
    public required int Revocations { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor time of all.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Documents by kind.</summary>
    public required IReadOnlyDictionary<string, KindOfDocument> Documents { get; init; }

    /// <summary>Calls of the store by kind.</summary>
    public required IReadOnlyDictionary<string, long> StoreCalls { get; init; }

    /// <summary>Messages by queue.</summary>
    public required IReadOnlyDictionary<string, QueueFigures> Queues { get; init; }

    /// <summary>Signatures of certificates and of the status.</summary>
    public required long Signatures { get; init; }

    /// <summary>To how many it is scaled.</summary>
    public required long Certificates { get; init; }

    /// <summary>The pace.</summary>
    public required int PerSecond { get; init; }

    /// <summary>The prices.</summary>
    public required ScalePrices Prices { get; init; }

    private double Factor => (double)Certificates / Events;

    private long Writes => CallsOf("put") + CallsOf("conditionalPut") + CallsOf("list");

    private long Reads => CallsOf("get") + CallsOf("properties");

    private long Messages => Queues.Values.Sum(queue => queue.Sent);

    /// <summary>What follows for so many, by linear scale.</summary>
    public ScaledFigures Scaled => new(
        Documents.Values.Sum(kind => kind.Documents) * Factor,
        Documents.Values.Sum(kind => kind.Bytes) * Factor / Giga / 1000,
        Writes * Factor,
        Reads * Factor,
        Messages * Factor,
        Signatures * Factor,
        Certificates / (double)PerSecond / TimeSpan.FromDays(1).TotalSeconds);

    /// <summary>What a million cost in dollars, at full use of what is paid by the hour.</summary>
    public CostFigures CostOfMillion => new(
        Writes * Each / PriceOf * Prices.Writes,
        Reads * Each / PriceOf * Prices.Reads,
        Signatures * Each / PriceOf * Prices.Signatures,
        Million / PerSecond / TimeSpan.FromHours(1).TotalSeconds * Prices.UnitHour,
        (CpuSeconds * Each * GbOfCore * Prices.GbSecond)
            + ((Queues.Values.Sum(queue => queue.Received) + Requests + Revocations) * Each / Million * Prices.Executions),
        Documents.Values.Sum(kind => kind.Bytes) * Each / Giga * Prices.Stored);

    private double Each => Million / Events;

    private long CallsOf(string kind) => StoreCalls.GetValueOrDefault(kind);
}

/// <summary>Messages of a queue.</summary>
internal sealed record QueueFigures(long Sent, long SentBytes, long Received, long Completed);

/// <summary>Counts for very many certificates; deletions of blobs are free and not told.</summary>
internal sealed record ScaledFigures(
    double Documents, double Terabytes, double Writes, double Reads, double Messages, double Signatures, double DaysOfOneVault);

/// <summary>Dollars.</summary>
internal sealed record CostFigures(
    double Writes, double Reads, double Signatures, double MessagingUnit, double Compute, double StoredAMonth)
{
    /// <summary>What is paid once.</summary>
    public double Once => Writes + Reads + Signatures + MessagingUnit + Compute;
}
