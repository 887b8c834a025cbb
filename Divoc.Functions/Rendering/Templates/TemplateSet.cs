using Divoc.Functions.Rendering.Pdf.Skia;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>The templates in use, one a kind: built-in ones, or those of a folder. Immutable.</summary>
public sealed class TemplateSet
{
    private const string TemplateSuffix = ".template.json";
    private const string LabelsSuffix = ".labels.json";
    private const string BuiltInMark = "built-in ";
    private const string Folder = "Divoc:Templates";

    private readonly Dictionary<TemplateKind, ReadyTemplate> ready = [];

    /// <summary>Loads the templates of the settings.</summary>
    /// <exception cref="TemplateException">They can't be used.</exception>
    public TemplateSet(IOptions<TemplateOptions> templates, IOptions<PageLanguageOptions> languages)
        : this(FilesOf(templates.Value.Templates), languages.Value)
    {
    }

    private TemplateSet(IReadOnlyList<TemplateFile> files, PageLanguageOptions languages)
    {
        var problems = new List<TemplateProblem>();
        var labels = LabelsOf(files, problems);
        foreach (var template in TemplatesOf(files, problems))
        {
            var first = Labels(template, template.Language ?? languages.Language, labels, problems);
            var secondLanguage = template.SecondLanguage ?? languages.SecondLanguage;
            var hasSecond = secondLanguage.Length > 0 && secondLanguage != first?.Language;
            var second = hasSecond ? Labels(template, secondLanguage, labels, problems) : null;
            if (first is not null && (second is not null || !hasSecond))
            {
                ready[template.Kind] = new ReadyTemplate(template, first, second);
                problems.AddRange(ready[template.Kind].MissingLabels());
            }
        }

        if (problems.Count > 0)
        {
            throw new TemplateException(problems);
        }
    }

    /// <summary>The kind of the country's own template.</summary>
    internal TemplateKind OwnKind => ready.Values.Single(template => !IsBuiltIn(template.Template)).Template.Kind;

    internal ReadyTemplate this[TemplateKind kind] => ready[kind];

    /// <summary>Loads templates from a folder; empty for the built-in ones alone.</summary>
    /// <exception cref="TemplateException">They can't be used.</exception>
    public static TemplateSet Load(string folder, PageLanguageOptions languages) => new(FilesOf(folder), languages);

    /// <summary>Loads one template file over the built-in ones, with the label files that lie beside it.</summary>
    /// <exception cref="TemplateException">It can't be used.</exception>
    public static TemplateSet LoadFile(string path, PageLanguageOptions languages)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var labels = Guard(folder, () => Directory.GetFiles(folder, "*" + LabelsSuffix).Order(StringComparer.Ordinal).Take(TemplateLimits.Files).ToList());
        return new TemplateSet([.. labels.Select(ReadFile), ReadFile(path) with { IsTemplate = true }], languages);
    }

    /// <summary>Templates of the country's own whose page would not hold a certificate with long values.</summary>
    internal IReadOnlyList<TemplateProblem> Overfull(FontLibrary fonts)
    {
        return [.. ready.Values
            .Where(template => !IsBuiltIn(template.Template) && !TemplateFit.Holds(template, fonts))
            .Select(template => new TemplateProblem(template.Template.File, "/blocks", "ask for more than one page holds when values are long; take out fields or shorten texts."))];
    }

    /// <summary>The labels that are part of the program.</summary>
    internal static IReadOnlyList<LabelFile> BuiltInLabels()
    {
        var problems = new List<TemplateProblem>();
        var labels = BuiltIn(LabelsSuffix).Select(file => LabelFileReader.Read(file.Content, file.Path, problems)).OfType<LabelFile>().ToList();
        return problems.Count == 0 ? labels : throw new TemplateException(problems);
    }

    private static List<CertificateTemplate> TemplatesOf(IReadOnlyList<TemplateFile> files, List<TemplateProblem> problems)
    {
        var own = files.Where(file => file.IsTemplate).Select(file => new TemplateReader(file.Path, problems).Read(file.Content)).OfType<CertificateTemplate>().ToList();
        problems.AddRange(own.GroupBy(template => template.Kind).Where(kind => kind.Count() > 1)
            .Select(kind => new TemplateProblem(kind.Last().File, "/kind", $"is the same as that of {kind.First().File}; there can be one template a kind.")));
        var builtIn = BuiltIn(TemplateSuffix).Select(file => new TemplateReader(file.Path, problems).Read(file.Content)).OfType<CertificateTemplate>();
        return [.. own.Concat(builtIn).DistinctBy(template => template.Kind)];
    }

    /// <summary>Built-in labels, with those of the folder over them key by key.</summary>
    private static Dictionary<string, LabelFile> LabelsOf(IReadOnlyList<TemplateFile> files, List<TemplateProblem> problems)
    {
        var labels = BuiltInLabels().ToDictionary(file => file.Language, StringComparer.Ordinal);
        foreach (var (path, _, content) in files.Where(file => !file.IsTemplate))
        {
            if (LabelFileReader.Read(content, path, problems) is not { } own)
            {
                continue;
            }

            var merged = labels.TryGetValue(own.Language, out var known) ? new Dictionary<string, string>(known.Labels, StringComparer.Ordinal) : [];
            foreach (var (key, text) in own.Labels)
            {
                merged[key] = text;
            }

            labels[own.Language] = own with { Labels = merged };
        }

        return labels;
    }

    private static LabelSet? Labels(CertificateTemplate template, string language, Dictionary<string, LabelFile> labels, List<TemplateProblem> problems)
    {
        if (labels.TryGetValue(language, out var file))
        {
            return new LabelSet(file, template.Labels.GetValueOrDefault(language));
        }

        problems.Add(new TemplateProblem(template.File, "", $"there are no labels for the language '{language}'; known are {string.Join(", ", labels.Keys.Order(StringComparer.Ordinal))}."));
        return null;
    }

    private static List<TemplateFile> BuiltIn(string suffix)
    {
        var assembly = typeof(TemplateSet).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(typeof(TemplateSet).Namespace!, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal));
        return [.. names.Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new TemplateFile($"{BuiltInMark}{string.Join('.', name.Split('.')[^3..])}", IsTemplate(name), content);
        })];
    }

    private static List<TemplateFile> FilesOf(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            return [];
        }

        var paths = Guard(folder, () => Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList());
        var strangers = paths.Where(path => !IsTemplate(path) && !path.EndsWith(LabelsSuffix, StringComparison.Ordinal) && !path.EndsWith(".schema.json", StringComparison.Ordinal)).ToList();
        if (strangers.Count > 0)
        {
            throw new TemplateException([.. strangers.Select(path => new TemplateProblem(path, "", $"must be named NAME{TemplateSuffix} or LANGUAGE{LabelsSuffix}."))]);
        }

        return paths.Count is 0 or > TemplateLimits.Files
            ? throw new TemplateException([new TemplateProblem(folder, "", $"has {paths.Count} files *.json; {Folder} must be a folder with 1 to {TemplateLimits.Files}.")])
            : [.. paths.Where(path => !path.EndsWith(".schema.json", StringComparison.Ordinal)).Select(ReadFile)];
    }

    private static bool IsBuiltIn(CertificateTemplate template) => template.File.StartsWith(BuiltInMark, StringComparison.Ordinal);

    private static bool IsTemplate(string path) => path.EndsWith(TemplateSuffix, StringComparison.Ordinal);

    /// <summary>Reads no more of a file than the bound and one byte.</summary>
    internal static byte[] ReadBytes(string path, int most)
    {
        using var stream = File.OpenRead(path);
        var content = new byte[Math.Min(stream.Length, most + 1)];
        stream.ReadExactly(content);
        return content;
    }

    private static TemplateFile ReadFile(string path) => Guard(path, () => new TemplateFile(path, IsTemplate(path), ReadBytes(path, TemplateLimits.FileBytes)));

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TemplateException([new TemplateProblem(path, "", $"can't be read: {exception.Message}")], exception);
        }
    }
}

/// <summary>A file as it was read.</summary>
/// <param name="Path">Where it lies, for messages.</param>
/// <param name="IsTemplate">Whether it is a template; else it holds labels.</param>
/// <param name="Content">Its bytes, at most one beyond the bound.</param>
internal sealed record TemplateFile(string Path, bool IsTemplate, byte[] Content);
