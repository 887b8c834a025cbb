namespace Divoc.Functions.Benchmarks.Load;

/// <summary>A request that was accepted.</summary>
/// <param name="Number">Its number in the run.</param>
/// <param name="Partner">Who sent it.</param>
/// <param name="StatusPath">Where it tells what has become of its events.</param>
/// <param name="LastId">The certificate of its last event.</param>
internal sealed record PostedRequest(int Number, int Partner, string StatusPath, string LastId);
