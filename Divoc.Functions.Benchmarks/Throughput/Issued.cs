namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>One certificate of a run, with the service's own clock.</summary>
internal sealed record Issued(string CertificateId, DateTimeOffset AcceptedAt, DateTimeOffset IssuedAt);
