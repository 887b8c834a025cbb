namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>What a partner system was answered in one round of work: the ids of its certificates.</summary>
/// <param name="Kept">Certified, and nothing else.</param>
/// <param name="Updated">Certified, and replaced by an update.</param>
/// <param name="Update">The one that replaced it.</param>
/// <param name="Revoked">Suspended, then revoked.</param>
/// <param name="Erased">Erased.</param>
internal sealed record WorkDone(string Kept, string Updated, string Update, string Revoked, string Erased);
