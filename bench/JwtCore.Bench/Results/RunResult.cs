using System.Text.Json;
using System.Text.Json.Serialization;

namespace JwtCore.Bench;

/// <summary>One dated run: where it ran, on what, of which commit, and all that it measured.</summary>
internal sealed record RunResult(RunFacts Facts, IReadOnlyList<ResultRow> Rows, IReadOnlyList<ThreadRow> Threads)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = false,
    };

    /// <exception cref="JsonException">The text is no run.</exception>
    public static RunResult Parse(string json) => JsonSerializer.Deserialize<RunResult>(json, Options) ?? throw new JsonException("The file holds null.");

    /// <summary>The run in JSON, one row on a line, so that two runs can be compared line by line.</summary>
    public string ToJson()
    {
        string lines<T>(IEnumerable<T> rows) => string.Join(",\n", rows.Select(row => "    " + JsonSerializer.Serialize(row, Options)));
        return $"{{\n  \"facts\": {JsonSerializer.Serialize(Facts, Options)},\n  \"rows\": [\n{lines(Rows)}\n  ],\n  \"threads\": [\n{lines(Threads)}\n  ]\n}}\n";
    }

    /// <summary>The one row that is asked for.</summary>
    /// <exception cref="InvalidOperationException">There is none, or several.</exception>
    public ResultRow Find(string area, string subject, string name, JwtAlgorithm? algorithm = null, int? claims = null, string library = Row.Ours)
    {
        ResultRow[] found = [.. Rows.Where(row => row.Area == area && row.Subject == subject && row.Name == name && row.Library == library
            && (algorithm is null || row.Algorithm == algorithm.ToString()) && (claims is null || row.Claims == claims))];
        return found.Length == 1 ? found[0] : throw new InvalidOperationException($"There are {found.Length} rows '{library}, {area}, {subject}, {algorithm}, {claims}, {name}'.");
    }

    /// <summary>A row of the full call with the usual token.</summary>
    public ResultRow FullCall(JwtAlgorithm algorithm, string name, string library = Row.Ours) =>
        Find(FullCallRows.Area, "accepted", name, algorithm, Sample.Usual, library);

    /// <summary>Where another library is faster, or allocates less, than JwtCore's row that does the same: ours and theirs.</summary>
    public IEnumerable<(ResultRow Ours, ResultRow Theirs)> Ahead() =>
        Rivals().Where(pair => Cost(pair.Theirs) < Cost(pair.Ours) || pair.Theirs.Bytes < pair.Ours.Bytes);

    /// <summary>What a row costs for itself: the time above its floor, or the whole time where there is none or it fails before the floor.</summary>
    public static double Cost(ResultRow row) => row.Floor is null || row.Area == RefusalRows.Area ? row.Median : row.AboveFirst;

    /// <summary>Each row of another library with JwtCore's row that does the same.</summary>
    public IEnumerable<(ResultRow Ours, ResultRow Theirs)> Rivals() =>
        from grp in Rows.Where(row => row.IsRival).GroupBy(row => row.Group)
        let ours = grp.Single(row => row.IsOurs)
        from theirs in grp
        where !theirs.IsOurs
        select (ours, theirs);
}
