namespace Divoc.Functions.Rendering.Templates;

/// <summary>What pointers below <c>/enrollment</c> find.</summary>
/// <param name="EarlierDoses">Doses before the certified one, in rising order.</param>
internal sealed record EnrollmentFacts(IReadOnlyList<EarlierDose> EarlierDoses);
