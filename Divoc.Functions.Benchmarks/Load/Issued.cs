namespace Divoc.Functions.Benchmarks.Load;

/// <summary>One certificate of a run, with the service's own clock.</summary>
/// <param name="CertificateId">Its id.</param>
/// <param name="Partner">Whose it is.</param>
/// <param name="AcceptedAt">When its request was accepted.</param>
/// <param name="IssuedAt">When it was listed.</param>
internal sealed record Issued(string CertificateId, int Partner, DateTimeOffset AcceptedAt, DateTimeOffset IssuedAt);
