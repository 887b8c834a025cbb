namespace Divoc.Functions.Health;

/// <summary>The body of an answer about the service's health.</summary>
/// <param name="Status"><c>alive</c>, <c>ready</c> or <c>not ready</c>.</param>
/// <param name="Parts">The state of each part by name, <c>ok</c> or <c>failing</c>; null where parts are not asked.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string>? Parts);
