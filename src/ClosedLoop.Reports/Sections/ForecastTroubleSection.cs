using System.Globalization;
using System.Xml.Linq;

namespace ClosedLoop.Reports;

/// <summary>What went wrong in the runs, what of it was survived, and when a person was needed.</summary>
internal static class ForecastTroubleSection
{
    private const int MostPersons = 12;

    public static XElement Write(Forecast forecast)
    {
        var setbacks = forecast.Setbacks();
        var persons = forecast.Runs.SelectMany(run => run.Persons.Select(person => (run.Number, Person: person))).OrderBy(entry => entry.Person.At).ToList();
        return Html.Section(
            "troubles",
            "What goes wrong",
            setbacks.Count == 0
                ? Html.Of("p", "empty", "In no run did a step fail.")
                : Html.Table(
                    "values",
                    ["step", "what", "in a run, on average", "its trial was measured all the same"],
                    setbacks.Select(setback => (IReadOnlyList<object?>)
                    [
                        setback.Step,
                        setback.What,
                        setback.PerRun.ToString("0.##", CultureInfo.InvariantCulture),
                        $"{setback.Survived} of {setback.Count}",
                    ]),
                    2, 3),
            forecast.Question.Stock.Count == 0 ? null : new XElement("h3", "Stock"),
            forecast.Question.Stock.Count == 0 ? null : Html.Table(
                "values",
                ["stock", "at the start", "what to expect"],
                forecast.Stock().Select(stock => (IReadOnlyList<object?>)
                [
                    stock.Item.Name,
                    Figures.With(stock.Item.Amount, stock.Item.Unit),
                    stock.Sentence(forecast.Question.Zone),
                ]),
                1),
            new XElement("h3", "A person"),
            new XElement("p", persons.Count == 0 ? "In no run was a person needed." : $"A person was needed in {ForecastWords.Odds(forecast.PersonNeeded)}."),
            persons.Count == 0 ? null : Html.Table(
                "values",
                ["at", "run", "why"],
                persons.Take(MostPersons).Select(entry => (IReadOnlyList<object?>)
                [
                    ForecastWords.Moment(entry.Person.At, forecast.Question.Zone),
                    Figures.Whole(entry.Number),
                    entry.Person.Why,
                ]),
                1),
            persons.Count <= MostPersons ? null : Html.Of("p", "note", $"The first {MostPersons} of {persons.Count}."));
    }
}
